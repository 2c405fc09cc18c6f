"""A run in which every text is hostile: markup, scripts, marks that reverse text, words of 100 kB."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dikast.experiments import RunFolder, start_folder
from dikast.records import Episode, Outcome, Passage, Question

MARKUP = "</textarea></script><script>window.owned = 1</script><img src=x onerror='window.owned = 1'>\"' onfocus=alert(1) x=\""
REVERSED = "\u202etxt.exe\u2066 \u200f"
LONG_WORD = "W" * 100_000
HOSTILE = f"{MARKUP} {REVERSED} {{{{ 7 * 7 }}}} javascript:alert(1) ../../etc/passwd %00 \x1b[2J"


def hostile_episode(episode: Episode, number: int) -> Episode:
    """The episode with hostile texts wherever a model, a data set or a file may put one."""
    long_one = LONG_WORD if number == 0 else ""
    question = Question(
        id=f"{number}/{HOSTILE}?#&",
        text=HOSTILE + long_one,
        choices=(HOSTILE, f"{HOSTILE} 2{long_one}"),
        gold=0,
        source=f"{HOSTILE} {long_one} {episode.question.source or ''}",
        metadata={HOSTILE: HOSTILE, "subject": MARKUP, "nested": {"a": [HOSTILE]}},
    )
    return episode.model_copy(
        update={
            "id": f"{number}/{HOSTILE}?#&",
            "question": question,
            "agents": dict.fromkeys(episode.agents, HOSTILE),
            **_hostile_passage(episode, long_one),
            "verdict": episode.verdict.model_copy(
                update={
                    "looks": tuple(
                        look.model_copy(update={"text": HOSTILE, "thinking": HOSTILE, "model": HOSTILE})
                        for look in episode.verdict.looks
                    )
                }
            ),
        }
    )


def _hostile_passage(passage: Passage, long_one: str) -> dict[str, object]:
    turns = tuple(
        turn.model_copy(
            update={
                "text": f"{HOSTILE} {long_one}",
                "quotes": (),
                "thinking": HOSTILE,
                "notes": (HOSTILE,),
                "model": HOSTILE,
                "candidates": (HOSTILE,),
            }
        )
        for turn in passage.transcript.turns
    )
    checks = tuple(
        check.model_copy(
            update={"claim": HOSTILE, "reading": HOSTILE, "evidence": {"start": 0, "end": 40, "found": HOSTILE}}
        )
        for check in passage.checks
    )
    return {"transcript": passage.transcript.model_copy(update={"turns": turns}), "checks": checks}


def make_hostile_run(base: RunFolder, out: Path) -> RunFolder:
    """A run of such episodes, made from those of another run."""
    folder = start_folder(out, {"name": HOSTILE, "description": HOSTILE}, {"protocol files": {HOSTILE: "1"}})
    rows = []
    for number, episode in enumerate(base.episodes()):
        hostile = hostile_episode(episode, number)
        rows.append((Outcome.of(hostile, protocol=HOSTILE, agents=f"judge={MARKUP}"), hostile))

    async def keep() -> None:
        async with folder.store.writing() as commit:
            await commit(rows)

    # Where a browser is open, it uses the event loop of this thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, keep()).result()
    return folder
