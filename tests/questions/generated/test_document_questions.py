"""Questions about documents, solved again by joining the sentences that tell of the same person."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

import networkx as nx

from dikast.questions.generated.document_settings import SETTINGS, TIME, DocumentSetting
from tests.questions.generated.conftest import first_questions, first_twins, wrongly_solved


def setting_of(source: str) -> DocumentSetting:
    title = source.partition("\n")[0]
    return next(setting for setting in SETTINGS if title in setting.titles)


@lru_cache
def value_pattern(number: int) -> re.Pattern[str]:
    """What matches any value of the traits of this setting, such as `baker` and `in the cellar`."""
    values = [value for trait in SETTINGS[number].traits for value in trait.values]
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(values, key=len, reverse=True))})(?!\w)", re.IGNORECASE)


def values_in(text: str, setting: DocumentSetting) -> list[str]:
    """The values of traits that a text names, as they are written inside a sentence."""
    found = value_pattern(SETTINGS.index(setting)).findall(text)
    return [value[0].lower() + value[1:] if " " in value else value for value in found]


@cache
def facts(source: str) -> nx.Graph[str]:
    """The values that a document names, joined where one sentence names two."""
    setting = setting_of(source)
    graph: nx.Graph[str] = nx.Graph()
    for sentence in re.split(r"(?<=[.?])\s+", source):
        named = values_in(sentence, setting)
        assert len(named) in (0, 2), sentence
        if named:
            graph.add_edge(*named)
    return graph


def solve(text: str, answers: tuple[str, str], source: str) -> str:
    setting, graph = setting_of(source), facts(source)
    if text.startswith(setting.asks_earlier):
        times = setting.trait(TIME).values

        def time_of(who: str) -> int:
            [named] = values_in(who, setting)
            [time] = [time for time in times if time in nx.node_connected_component(graph, named)]
            return times.index(time)

        return min(answers, key=time_of)
    asked = text.partition(": ")[0]
    [named] = values_in(asked, setting)
    [answer] = [answer for answer in answers if answer in nx.node_connected_component(graph, named)]
    return answer


def test_every_answer_follows_from_the_sentences() -> None:
    assert [*wrongly_solved("documents", solve)] == []


def test_no_answer_is_in_one_sentence() -> None:
    for twins in first_twins("documents"):
        graph = facts(twins.sources[0])
        if twins.form.endswith("facts"):
            [named] = values_in(twins.text.partition(": ")[0], setting_of(twins.sources[0]))
            assert nx.shortest_path_length(graph, named, twins.answers[0]) == int(twins.form[0])


def test_both_answers_are_in_the_document_and_documents_differ() -> None:
    questions = first_questions("documents")
    for question in questions:
        source = question.source or ""
        setting = setting_of(source)
        assert 300 <= len(source.split()) <= 1500
        for choice in question.choices:
            for value in values_in(choice, setting):
                assert value in values_in(source, setting)
    sentences = Counter(s for q in questions for s in {*re.split(r"(?<=[.?])\s+", q.source or "")})
    words = sum(len(s.split()) for s, n in sentences.items() if n <= 10)
    assert words > 100 * len(questions), "most of a document is its own"
