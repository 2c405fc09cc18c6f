"""From a recording to its episodes: one for each of its judges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dikast.experiments import team_of_label
from dikast.graphs import safe_log
from dikast.importers.infer_protocol import InferredProtocol, infer_protocol
from dikast.importers.recording import (
    JUDGE,
    BareChoice,
    RecordedBelief,
    RecordedJudge,
    RecordedQuote,
    Recording,
    Speaker,
)
from dikast.protocols import seats_of
from dikast.records import Check, Episode, Look, Origin, Question, Quote, Seat, Transcript, Turn, Usage, Verdict
from dikast.verify import check_quote, check_span

_NO_VERDICT = Verdict(status="unparsed", reason="the debate broke off before its judge gave a verdict")


def episodes_of(recording: Recording, source: str) -> Iterator[Episode]:
    """The episode of the judge who took part in the debate, then those of the second judges.

    `source` is the file of the recording. The id of a second judge's episode ends in its name. A second judge may have
    stopped reading earlier: its episode has the turns up to its last look.
    """
    inferred = infer_protocol(recording)
    roles = inferred.protocol.roles
    speakers = [speaker for speaker in recording.speakers if speaker.name in roles]
    agents = {speaker.name: speaker.agent for speaker in speakers}
    argues = _assigned_choice(inferred, speakers)
    seats = seats_of(roles, recording.question, recording.order, argues)
    turns = _turns(recording, inferred, seats)
    checks = _checks(recording, turns)
    for judge in recording.judgings:
        turns_read = _turns_read(turns, judge)
        keys_read = {turn.key for turn in turns_read}
        looks, verdict = _looks_and_verdict(judge, recording.order)
        yield Episode(
            id=judge.id_in(recording.id),
            question=recording.question,
            protocol=inferred.protocol.model_dump(mode="json"),
            agents={**agents, JUDGE: judge.agent},
            # Nothing in a recorded debate is random.
            seed=0,
            argues=argues,
            order=recording.order,
            transcript=Transcript(turns=turns_read, seats=seats),
            checks=tuple(check for check in checks if check.about in keys_read),
            looks=looks,
            verdict=verdict,
            # What the debate cost is not known; nothing was paid for it here.
            usage=Usage(),
            origin=_origin(recording, judge, source),
        )


def _assigned_choice(inferred: InferredProtocol, speakers: Sequence[Speaker]) -> int | None:
    """The choice that a consultant was assigned; None in a debate."""
    for role in inferred.protocol.roles.values():
        if role.argues == "assigned":
            return speakers[0].argues
    return None


def _origin(recording: Recording, judge: RecordedJudge, source: str) -> Origin:
    """Where the transcript comes from. All judges of a recording share it."""
    # What the source says besides, such as a reward, is about the judge who took part.
    recorded = {} if judge.name else recording.recorded
    return Origin(
        kind="imported",
        source=source,
        episode=recording.id,
        recorded=recorded,
    )


def _turns(recording: Recording, inferred: InferredProtocol, seats: Sequence[Seat]) -> tuple[Turn, ...]:
    """The utterances as turns. Each has a tick of its own, except those that were made at the same time."""
    sides = {seat.name: seat.argues for seat in seats}
    turns: list[Turn] = []
    tick = 0
    previous: tuple[int, bool] | None = None
    for utterance in recording.utterances:
        moment = (utterance.round, utterance.together)
        # Only utterances that are both `together`, and of the same round, were made at the same time.
        is_simultaneous = utterance.together and moment == previous
        if not is_simultaneous:
            tick += 1
        previous = moment
        # Without the spans of the recorded quotes: only their checks need them.
        quotes = [
            Quote(
                text=quote.text,
                start=quote.start,
                end=quote.end,
            )
            for quote in utterance.quotes
        ]
        turn = Turn(
            tick=tick,
            round=utterance.round,
            seat=utterance.speaker,
            kind="question" if utterance.speaker == JUDGE else "speech",
            move=inferred.move_id(utterance),
            text=utterance.text,
            quotes=tuple(quotes),
            argues=sides[utterance.speaker],
        )
        turns.append(turn)
    return tuple(turns)


def _turns_read(turns: tuple[Turn, ...], judge: RecordedJudge) -> tuple[Turn, ...]:
    """The turns that the judge had read at its last belief."""
    if not judge.name:
        return turns
    # In its last round, the second judge read the speeches (False), but not what the judge then asked (True).
    last_read = (judge.beliefs[-1].round, False)
    turns_read: list[Turn] = []
    for turn in turns:
        position = (turn.round, turn.kind == "question")
        if position <= last_read:
            turns_read.append(turn)
    return tuple(turns_read)


def _checks(recording: Recording, turns: Sequence[Turn]) -> tuple[Check, ...]:
    """The checks of all quotes against the source, as if made at the end of the speeches of their round."""
    end_ticks = {turn.round: turn.tick + 1 for turn in turns if turn.kind == "speech"}
    checks: list[Check] = []
    for utterance, turn in zip(recording.utterances, turns, strict=True):
        for quote in utterance.quotes:
            check = _check(quote, recording.question)
            # None for what the judge quoted in a round without speeches.
            placement = {
                "about": turn.key,
                "tick": end_ticks.get(turn.round),
            }
            checks.append(check.model_copy(update=placement))
    return tuple(checks)


def _check(quote: Quote, question: Question) -> Check:
    """The check of one quote: at the span it claims to come from if it names one, else anywhere in the source."""
    if isinstance(quote, RecordedQuote) and question.source is not None:
        start, end = quote.span
        return check_span(
            quote.text,
            source=question.source,
            start=start,
            end=end,
        )
    return check_quote(quote.text, source=question.source)


def _looks_and_verdict(judge: RecordedJudge, order: tuple[int, ...]) -> tuple[tuple[Look, ...], Verdict]:
    """The looks before the verdict, and the verdict, which is made from the last belief."""
    looks = tuple(_look(belief, order) for belief in judge.beliefs)
    if not judge.came_to_verdict:
        return looks, _NO_VERDICT
    return looks[:-1], _verdict(looks[-1])


def _look(belief: RecordedBelief, order: tuple[int, ...]) -> Look:
    """The belief as a look of the judge."""
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
    """The verdict of one look, with exactly the probabilities that were recorded."""
    return Verdict(
        status="decided",
        choice=look.favourite,
        probabilities=look.probabilities,
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
