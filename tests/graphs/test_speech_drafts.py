"""Speeches: limits, private thinking, the best of N, critique and refinement, quotes checked."""

from dikast.agents import Request
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.protocols.roles import Example
from tests.players import QUESTION, Player, seated, text_of, usual


async def test_a_speech_over_its_word_limit_is_cut_and_marked_as_cut() -> None:
    player = Player(lambda r: "One two three. Four five six seven." if r.purpose == "speak" else usual(r))
    episode = await run_episode(load_protocol("debate", rounds=1, words=5), QUESTION, agents=seated(player))
    for turn in episode.transcript.turns:
        assert (turn.text, turn.cut) == ("One two three.", True)
    assert all("At most 5 words" in text_of(r) for r in player.requests if r.purpose == "speak")
    assert all(r.words == 5 for r in player.requests if r.purpose == "speak")
    assert "was cut here" in text_of(player.requests[-1])


async def test_thinking_is_recorded_but_shown_to_no_seat() -> None:
    player = Player(lambda r: "<thinking>my secret plan</thinking>In public." if r.purpose == "speak" else usual(r))
    episode = await run_episode(load_protocol("debate", thinking=True), QUESTION, agents=seated(player))
    assert {turn.thinking for turn in episode.transcript.turns} == {"my secret plan"}
    assert {turn.text for turn in episode.transcript.turns} == {"In public."}
    assert not any("secret plan" in text for text in player.texts())
    assert "secret plan" not in episode.transcript.seen_by("judge").model_dump_json()


async def test_the_speech_is_the_draft_that_the_scorer_names() -> None:
    def rule(request: Request) -> str:
        if request.purpose == "speak":
            return f"Draft {request.sample} of {request.seat}."
        return "Answer: C" if request.purpose == "score" else usual(request)

    for swap in ("none", "both"):
        protocol = load_protocol("debate", rounds=2, best_of=4)
        episode = await run_episode(protocol, QUESTION, agents=seated(Player(rule)), swap=swap)
        for turn in episode.transcript.turns:
            assert turn.text == f"Draft 2 of {turn.seat}."
            assert turn.picked == 2
            assert turn.candidates == tuple(f"Draft {k} of {turn.seat}." for k in range(4))


async def test_the_speech_is_the_draft_with_the_highest_score_and_the_earlier_of_equals() -> None:
    scores = {0: "10", 1: "80", 2: "80", 3: "no number"}

    def rule(request: Request) -> str:
        if request.purpose == "speak":
            return f"Draft {request.sample}."
        return f'{{"score": {scores[request.sample]}}}' if request.purpose == "rate" else usual(request)

    best_of = {"n": 4, "scorer": "pointwise", "by": "judge"}
    player = Player(rule)
    episode = await run_episode(load_protocol("debate", rounds=1, best_of=best_of), QUESTION, agents=seated(player))
    for turn in episode.transcript.turns:
        assert turn.text == "Draft 1."
        assert turn.notes == ("1 of 4 drafts have no score that could be read",)
    assert {r.seat for r in player.requests if r.purpose == "rate"} == {"judge"}


async def test_an_unreadable_scorer_leaves_the_first_draft_with_a_note() -> None:
    player = Player(lambda r: "all are fine" if r.purpose == "score" else usual(r))
    episode = await run_episode(load_protocol("debate", rounds=1, best_of=2), QUESTION, agents=seated(player))
    turn = episode.transcript.turns[0]
    assert turn.picked == 0
    assert turn.notes[0].startswith("the first draft was taken")
    assert turn.usage.repeats == 1


async def test_a_draft_is_criticised_and_rewritten() -> None:
    def rule(request: Request) -> str:
        match request.purpose:
            case "speak":
                return "First attempt."
            case "critique":
                return "It names no source."
            case "refine":
                return "Second attempt, with its source."
            case _:
                return usual(request)

    player = Player(rule)
    refine = {"times": 1, "by": "judge"}
    episode = await run_episode(load_protocol("debate", rounds=1, refine=refine), QUESTION, agents=seated(player))
    assert {turn.text for turn in episode.transcript.turns} == {"Second attempt, with its source."}
    critique = next(r for r in player.requests if r.purpose == "critique")
    rewriting = next(r for r in player.requests if r.purpose == "refine")
    assert critique.seat == "judge"
    assert "First attempt." in text_of(critique)
    assert "It names no source." in text_of(rewriting)


async def test_quotes_are_checked_and_shown_only_to_seats_that_see_checks() -> None:
    def rule(request: Request) -> str:
        if request.purpose != "speak":
            return usual(request)
        passages = ("the hen laid eighteen eggs", "the hen laid twenty", "hen")
        return "It says " + " and ".join(f"<quote>{passage}</quote>" for passage in passages) + "."

    player = Player(rule)
    episode = await run_episode(load_protocol("debate", rounds=2), QUESTION, agents=seated(player))
    of_alice = [c.status for c in episode.checks if c.about == episode.transcript.turns[0].key]
    assert of_alice == ["verified", "refuted", "unknown"]
    assert len(episode.checks) == 3 * 4
    judge = text_of(player.requests[-1])
    assert judge.count("\nVERIFIED\n") == judge.count("\nNOT IN THE SOURCE\n") == 4
    assert judge.count("\nNOT VERIFIED, too short to tell\n") == 4
    assert not any("NOT IN THE SOURCE" in text for text in player.texts("alice"))


async def test_quoting_is_offered_only_if_the_question_has_a_source() -> None:
    for source in (QUESTION.source, None):
        player = Player()
        question = QUESTION.model_copy(update={"source": source})
        await run_episode(load_protocol("debate", rounds=1), question, agents=seated(player))
        assert ("<quote>" in text_of(player.requests[0])) == (source is not None)


async def test_worked_examples_are_shown_before_the_question() -> None:
    protocol = load_protocol("direct", examples=(Example(shown="An old case.", reply="Answer: B"),))
    player = Player()
    await run_episode(protocol, QUESTION, agents=seated(player))
    kinds = [(m.type, m.content) for m in player.requests[0].messages[1:3]]
    assert kinds == [("human", "An old case."), ("ai", "Answer: B")]


async def test_reasons_are_asked_for_only_with_the_reasoning_option() -> None:
    for reasoning in (True, False):
        player = Player()
        await run_episode(load_protocol("direct", reasoning=reasoning), QUESTION, agents=seated(player))
        assert ("Give your reasons" in text_of(player.requests[0])) == reasoning
