"""From a recording to episodes: one for every judge of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dikast.experiments import team_of_label
from dikast.graphs import safe_log
from dikast.importers.infer_protocol import InferredProtocol, infer_protocol
from dikast.importers.recording import JUDGE, BareChoice, RecordedBelief, RecordedJudge, RecordedQuote, Recording
from dikast.protocols import seats_of
from dikast.records import Check, Episode, Look, Origin, Question, Quote, Seat, Transcript, Turn, Usage, Verdict
from dikast.verify import check_quote, check_span

_NO_VERDICT = Verdict(status="unparsed", reason="the debate broke off before its judge gave a verdict")


def episodes_of(recording: Recording, source: str) -> Iterator[Episode]:
    """The episode of the judge who was there, then those of second judges, whose ids end in their names.

    A second judge may have stopped earlier: its episode holds the turns up to its last look.
    """
    shape = infer_protocol(recording)
    assigned = [role for role in shape.protocol.roles.values() if role.argues == "assigned"]
    spoke = [speaker for speaker in recording.speakers if speaker.name in shape.protocol.roles]
    argues = spoke[0].argues if assigned else None
    seats = seats_of(shape.protocol.roles, recording.question, recording.order, argues)
    turns = _turns(recording, shape, seats)
    checks = _checks(recording, turns)
    agents = {speaker.name: speaker.agent for speaker in spoke}
    for judging in recording.judgings:
        heard = tuple(_heard(turns, judging)) if judging.name else turns
        looks = tuple(_look(belief, recording.order) for belief in judging.beliefs)
        verdict = _verdict(looks[-1]) if judging.came_to_verdict else _NO_VERDICT
        yield Episode(
            id=judging.id_in(recording.id),
            question=recording.question,
            protocol=shape.protocol.model_dump(mode="json"),
            agents={**agents, JUDGE: judging.agent},
            seed=0,
            argues=argues,
            order=recording.order,
            transcript=Transcript(turns=heard, seats=seats),
            checks=tuple(check for check in checks if check.about in {turn.key for turn in heard}),
            looks=looks[:-1] if judging.came_to_verdict else looks,
            verdict=verdict,
            usage=Usage(),
            origin=Origin(
                kind="imported", source=source, episode=recording.id,
                recorded=recording.recorded if not judging.name else {},
            ),
        )  # fmt: skip


def _heard(turns: Iterable[Turn], judging: RecordedJudge) -> Iterator[Turn]:
    last = judging.beliefs[-1].round
    return (turn for turn in turns if turn.round < last or (turn.round == last and turn.kind == "speech"))


def _turns(recording: Recording, shape: InferredProtocol, seats: tuple[Seat, ...]) -> tuple[Turn, ...]:
    sides = {seat.name: seat.argues for seat in seats}
    turns: list[Turn] = []
    tick, before = 0, None
    for said in recording.utterances:
        beside = before is not None and said.together and before.together and said.round == before.round
        tick, before = tick + (not beside), said
        turns.append(
            Turn(
                tick=tick,
                round=said.round,
                seat=said.speaker,
                kind="question" if said.speaker == JUDGE else "speech",
                move=shape.place(said),
                text=said.text,
                quotes=tuple(Quote(text=q.text, start=q.start, end=q.end) for q in said.quotes),
                argues=sides[said.speaker],
            )
        )
    return tuple(turns)


def _checks(recording: Recording, turns: tuple[Turn, ...]) -> tuple[Check, ...]:
    """Every quote against the source, found when the round's speeches had been made."""
    ends = {turn.round: turn.tick + 1 for turn in turns if turn.kind == "speech"}
    return tuple(
        _check(quote, recording.question).model_copy(update={"about": turn.key, "tick": ends.get(turn.round)})
        for said, turn in zip(recording.utterances, turns, strict=True)
        for quote in said.quotes
    )


def _check(quote: Quote, question: Question) -> Check:
    if isinstance(quote, RecordedQuote) and question.source is not None:
        return check_span(quote.text, source=question.source, start=quote.span[0], end=quote.span[1])
    return check_quote(quote.text, source=question.source)


def _look(belief: RecordedBelief, order: tuple[int, ...]) -> Look:
    return Look(
        round=belief.round,
        order=order,
        status="decided",
        route="label" if isinstance(belief, BareChoice) else "probabilities",
        probabilities=belief.probabilities,
        logp=tuple(map(safe_log, belief.probabilities)),
        text=belief.text,
    )


def _verdict(look: Look) -> Verdict:
    """The verdict of one look, its probabilities as they were recorded, to the last bit."""
    ps = look.probabilities or ()
    leaders = [choice for choice, p in enumerate(ps) if p == max(ps)]
    return Verdict(
        status="decided",
        choice=leaders[0] if len(leaders) == 1 else None,
        probabilities=ps,
        route=look.route,
        looks=(look,),
    )


def team_of(recording: Recording, judging: RecordedJudge) -> dict[str, str]:
    """The agents that tables name for an episode: the debaters as a whole, and the judge where it is named.

    The label that a file gives may name the judge who was there; a second judge is called `second` beside it.
    """
    if judging.name:
        return {"": recording.team, JUDGE: "second"}
    return team_of_label(recording.team, [judging.agent])
