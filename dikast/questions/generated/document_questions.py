"""Made-up documents, with questions that need two or three facts from different places of them.

Each person of a document is a tree of traits: a sentence links two of them, such as a trade and a bed, so that what is
asked has to be followed from sentence to sentence. In the twin, two people have exchanged one trait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from dikast.questions.generated.document_settings import SETTINGS, TIME, DocumentSetting, Trait
from dikast.questions.generated.twin_sources import TwinMaker, TwinSources

_FEWEST_PEOPLE, _MOST_PEOPLE = 5, 7
_Person = Mapping[str, str]


@dataclass(frozen=True)
class _World:
    """The people of a document, each with a value of every trait, and which traits of theirs a sentence links."""

    setting: DocumentSetting
    people: tuple[_Person, ...]
    links: tuple[tuple[tuple[str, str], ...], ...]

    def n_facts(self, person: int, trait: str, other: str) -> int:
        """How many sentences lead from one trait of a person to another."""
        parents = {told: named_by for named_by, told in self.links[person]}
        up, down = _way_up(trait, parents), _way_up(other, parents)
        return len(set(up) ^ set(down))

    def exchanged(self, first: int, second: int, trait: str) -> _World:
        """The world in which two people have exchanged this trait."""
        people = [dict(person) for person in self.people]
        people[first][trait], people[second][trait] = people[second][trait], people[first][trait]
        return replace(self, people=tuple(people))


def _way_up(trait: str, parents: _Person) -> list[str]:
    """The trait and those above it in the tree, up to the one at its top."""
    way = [trait]
    while way[-1] in parents:
        way.append(parents[way[-1]])
    return way


def _draw_world(rng: Random) -> _World:
    setting = rng.choice(SETTINGS)
    n_people = rng.randint(_FEWEST_PEOPLE, _MOST_PEOPLE)
    values = {trait.name: rng.sample(trait.values, n_people) for trait in setting.traits}
    people = [{name: of_trait[i] for name, of_trait in values.items()} for i in range(n_people)]
    return _World(setting, tuple(people), tuple(_draw_links(setting, rng) for _ in people))


def _draw_links(setting: DocumentSetting, rng: Random) -> tuple[tuple[str, str], ...]:
    """A tree of the traits, as links from a trait that names the person to the trait that the document states."""
    names = rng.sample([trait.name for trait in setting.traits], len(setting.traits))
    return tuple((names[rng.randrange(max(0, i - 2), i)], names[i]) for i in range(1, len(names)))


def _written(world: _World, seed: int) -> str:
    """The document. The same seed gives the same words around the traits."""
    rng = Random(seed)
    setting = world.setting
    asides = rng.sample(setting.asides, len(setting.asides))
    paragraphs = [rng.choice(setting.titles), rng.choice(setting.beginnings)]
    for trait in rng.sample(setting.traits, len(setting.traits)):
        sentences = _sentences(world, trait, rng)
        sentences.insert(rng.randint(0, len(sentences)), asides.pop())
        paragraphs.append(" ".join([trait.opening, *sentences]))
    return "\n\n".join([*paragraphs, " ".join(asides)])


def _sentences(world: _World, trait: Trait, rng: Random) -> list[str]:
    """What the document says of a trait, a sentence a person, as far as it follows another one."""
    sentences = []
    for person, links in zip(world.people, world.links, strict=True):
        for named_by in (named_by for named_by, told in links if told == trait.name):
            who = _phrase(world.setting.trait(named_by), person, rng)
            sentence = rng.choice(trait.sentences).format(who=who, value=person[trait.name])
            sentences.append(sentence[0].upper() + sentence[1:])
    rng.shuffle(sentences)
    return sentences


def _phrase(trait: Trait, person: _Person, rng: Random) -> str:
    return rng.choice(trait.phrases).format(value=person[trait.name])


def _linked_facts(n_facts: int, rng: Random) -> TwinSources | None:
    """A trait of a person who is named by another one, so many facts away."""
    world = _draw_world(rng)
    first, second = rng.sample(range(len(world.people)), 2)
    named_by, asked = rng.sample([trait.name for trait in world.setting.traits], 2)
    twin = world.exchanged(first, second, asked)
    if world.n_facts(first, named_by, asked) != n_facts or asked == TIME:
        return None
    person, other = world.people[first], world.people[second]
    who = _phrase(world.setting.trait(named_by), person, rng)
    values = [person[asked], other[asked]]
    rng.shuffle(values)
    asks = world.setting.trait(asked).asks.format(who=who).rstrip("?")
    seed = rng.randrange(2**32)
    return TwinSources(
        form=f"{n_facts} facts",
        text=f"{asks}: {values[0]} or {values[1]}?",
        answers=(person[asked], other[asked]),
        sources=(_written(world, seed), _written(twin, seed)),
    )


def _who_came_first(rng: Random) -> TwinSources | None:
    """Which of two people was earlier, each named by a trait that stands elsewhere."""
    world = _draw_world(rng)
    first, second = rng.sample(range(len(world.people)), 2)
    others = [trait.name for trait in world.setting.traits if trait.name != TIME]
    named_by = [rng.choice(others), rng.choice(others)]
    if min(world.n_facts(first, named_by[0], TIME), world.n_facts(second, named_by[1], TIME)) < 2:
        return None
    who = [
        _phrase(world.setting.trait(name), world.people[i], rng)
        for i, name in zip((first, second), named_by, strict=True)
    ]
    seed = rng.randrange(2**32)
    sources = [_written(world, seed), _written(world.exchanged(first, second, TIME), seed)]
    if _is_later(world, first, second):
        sources.reverse()
    return TwinSources(
        form="who was earlier",
        text=f"{world.setting.asks_earlier}: {who[0]} or {who[1]}?",
        answers=(who[0], who[1]),
        sources=(sources[0], sources[1]),
    )


def _is_later(world: _World, first: int, second: int) -> bool:
    order: Sequence[str] = world.setting.trait(TIME).values
    return order.index(world.people[first][TIME]) > order.index(world.people[second][TIME])


DOCUMENT_TWINS: tuple[TwinMaker, ...] = (partial(_linked_facts, 2), partial(_linked_facts, 3), _who_came_first)
