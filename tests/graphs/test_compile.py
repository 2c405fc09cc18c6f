"""A protocol is compiled to a graph by its moves alone, in their order."""

from pathlib import Path

from dikast.graphs import compile, mermaid, run_episode
from dikast.protocols import Protocol, load_protocol
from tests.players import QUESTION, Player, judge_saying, seated

ROLES = """
  alice: {kind: debater, argues: 0, sees: [question, choices, transcript]}
  bob: {kind: debater, argues: 1, sees: [question, choices, transcript]}
  judge: {kind: judge, sees: [question, choices, transcript, checks]}
"""


def protocol(tmp_path: Path, moves: str) -> Protocol:
    path = tmp_path / "own.yaml"
    path.write_text(f"name: own\nroles:{ROLES}moves:\n{moves}")
    return load_protocol(path)


async def order_of_turns(own: Protocol) -> list[tuple[int, str, str]]:
    episode = await run_episode(own, QUESTION, agents=seated(Player()))
    return [(turn.round, turn.seat, turn.kind) for turn in episode.transcript.turns]


async def test_a_question_between_two_speeches_is_asked_between_them(tmp_path: Path) -> None:
    own = protocol(
        tmp_path,
        "  - rounds: 2\n    each:\n      - speak: alice\n      - {ask: judge, except_last: true}\n      - speak: bob\n  - decide: judge\n",
    )
    assert await order_of_turns(own) == [
        (1, "alice", "speech"), (1, "judge", "question"), (1, "bob", "speech"), (2, "alice", "speech"), (2, "bob", "speech"),
    ]  # fmt: skip


async def test_a_question_without_except_last_is_also_asked_after_the_last_round(tmp_path: Path) -> None:
    own = protocol(
        tmp_path, "  - rounds: 2\n    each:\n      - speak: [alice, bob]\n      - ask: judge\n  - decide: judge\n"
    )
    assert [kind for _, _, kind in await order_of_turns(own)].count("question") == 2


async def test_blocks_of_rounds_and_single_speeches_follow_one_another(tmp_path: Path) -> None:
    own = protocol(
        tmp_path,
        "  - speak: alice\n  - rounds: 2\n    each:\n      - speak: [alice, bob]\n  - rounds: 1\n    each:\n      - speak: bob\n"
        "  - speak: [alice, bob]\n    order: sequential\n  - decide: judge\n",
    )
    assert await order_of_turns(own) == [
        (1, "alice", "speech"), (2, "alice", "speech"), (2, "bob", "speech"), (3, "alice", "speech"), (3, "bob", "speech"),
        (4, "bob", "speech"), (5, "alice", "speech"), (5, "bob", "speech"),
    ]  # fmt: skip


async def test_a_question_that_opens_a_block_belongs_to_the_round_before_it(tmp_path: Path) -> None:
    own = protocol(
        tmp_path,
        "  - speak: alice\n  - rounds: 2\n    each:\n      - ask: judge\n      - speak: bob\n"
        "    until: {p_at_least: 0.99}\n  - decide: judge\n",
    )
    unsure = judge_saying(lambda request: {"A": -0.7, "B": -0.7})
    episode = await run_episode(own, QUESTION, agents=seated(Player(unsure)))
    assert [(turn.round, turn.seat) for turn in episode.transcript.turns] == [
        (1, "alice"), (1, "judge"), (2, "bob"), (2, "judge"), (3, "bob"),
    ]  # fmt: skip
    assert [look.round for look in episode.looks] == [2]


async def test_a_protocol_of_two_speeches_needs_no_rounds(tmp_path: Path) -> None:
    own = protocol(tmp_path, "  - speak: [alice, bob]\n  - decide: judge\n")
    assert await order_of_turns(own) == [(1, "alice", "speech"), (1, "bob", "speech")]


async def test_a_check_is_shown_only_after_it_was_made(tmp_path: Path) -> None:
    own = protocol(
        tmp_path,
        "  - speak: [alice, bob]\n  - ask: judge\n  - check: quotes\n  - decide: judge\n",
    )
    player = Player(lambda r: "<quote>the hen laid eighteen</quote>" if r.purpose == "speak" else "Answer: A")
    await run_episode(own, QUESTION, agents=seated(player))
    ask, decide = (str(r.messages[-1].content) for r in player.requests if r.seat == "judge")
    assert "VERIFIED" not in ask
    assert "Debater A, for answer A, quoted in round 1" in decide
    assert decide.count("VERIFIED") == 2


def test_a_graph_is_compiled_once_and_does_not_depend_on_the_protocols_name() -> None:
    debate = load_protocol("debate")
    assert compile(debate) is compile(load_protocol("debate"))
    renamed = debate.model_copy(update={"name": "something else"})
    assert mermaid(renamed) == mermaid(debate)


def test_the_drawing_shows_parallel_seats_and_where_rounds_end() -> None:
    drawn = mermaid(load_protocol("debate", judge_asks=True))
    for edge in (
        "__start__ --> alice_speaks", "__start__ --> bob_speaks", "alice_speaks --> check_quotes",
        "bob_speaks --> check_quotes", "check_quotes -.-> judge_asks", "check_quotes -.-> judge_decides",
        "judge_asks --> alice_speaks", "judge_asks --> bob_speaks", "judge_decides --> __end__",
    ):  # fmt: skip
        assert edge in drawn
