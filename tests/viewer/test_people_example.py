"""The example with a person, as its first lines say: a test plays the person, over HTTP, and kills the server once."""

from __future__ import annotations

import html
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

import httpx

from dikast.experiments import RunFolder
from dikast.records import Episode

EXAMPLE = Path(__file__).parents[2] / "examples" / "people.yaml"


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The started command, and the person's link."""
    command = [sys.executable, "-P", "-m", "dikast", "serve", str(EXAMPLE), "--limit", "1"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.communicate()


class Person:
    """Reads pages and sends forms, as a browser does, and gives the second answer 60 per cent."""

    def __init__(self, link: str) -> None:
        self.link = link
        self.origin = link.partition("/seat/")[0]
        self.client = httpx.Client(follow_redirects=True, transport=httpx.HTTPTransport(retries=20))
        self.client.headers["origin"] = self.origin

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def send(self, page: httpx.Response, **fields: str) -> httpx.Response:
        kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        (action,) = re.findall(r'<form[^>]* action="([^"]+)"', page.text)
        return self.client.post(self.origin + html.unescape(action), data={**kept, **fields})

    def judge(self) -> str:
        """Judges what waits, as soon as something does; the page that comes after."""
        while not self.client.get(f"{self.link}/state").json()["waits"]:
            pass
        page = self.client.get(self.link)
        assert "Which answer?" in page.text
        fields = {"label": "B", "belief_0": "40", "belief_1": "60", "text": "It is quoted."}
        return self.send(self.send(page, **fields)).text


def test_a_person_judges_a_debate_of_three_rounds(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, link), Person(link) as person:
        person.judge()
        process.kill()
    with serving(tmp_path) as (process, link), Person(link) as person:
        person.judge()
        assert "Nothing waits for you now" in person.judge()
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "human: 3 answered" in err
    assert "debate" in out
    (episode,) = RunFolder.open(tmp_path / "runs" / "people").episodes()
    assert isinstance(episode, Episode)
    assert [look.thinking for look in (*episode.looks, *episode.verdict.looks)] == ["It is quoted."] * 3
    assert (len(episode.transcript.turns), episode.usage.calls) == (6, 9)
    with closing(sqlite3.connect(tmp_path / "runs" / "people" / "journal.sqlite")) as journal:
        # As many calls as the episode has: none was made twice.
        assert journal.execute("select calls from spent").fetchall() == [(9,)]
