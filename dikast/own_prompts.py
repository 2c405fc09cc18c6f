"""A user's own templates for a judge's messages, in any language: checked when they are read, and sandboxed.

A protocol or a rubric for responses can have them.

A template is Jinja2 and sees only the values listed here. Other people's words come quoted, every line of them in its
envelope; a template that would take them out of it is refused, as is one that asks for nothing that could be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from dikast.envelope import ENVELOPE, quoted
from dikast.errors import FieldError, nearest

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

PromptName = Literal["system", "opening", "decide", "look", "compare", "assess", "rank"]

# A word that no template has. It stands for what other people wrote, on two lines.
_MARK = "dikast-mark"
_WORDS = quoted(f"{_MARK}\n{_MARK}")

_CHOICE: dict[str, object] = {
    "labels": ("A", "B"), "line": "Answer: <label>", "verdict_form": "Answer: <label>", "criteria": "Judge by use.",
    "reasoning": True, "certainty": "A number.", "ties": True, "heard": True,
}  # fmt: skip
SAMPLES: dict[str, Mapping[str, object]] = {
    "system": {},
    "opening": {
        "question": _WORDS, "choices": (("A", _WORDS), ("B", _WORDS)), "source": _WORDS, "references": (_WORDS,),
        "n_images": 1,
    },
    "decide": _CHOICE,
    "look": _CHOICE,
    "compare": _CHOICE,
    "assess": {
        "names": ("A", "B"), "scores": ("1", "2"), "keys": (("score", "a score"),), "criteria": "Judge by use.",
        "reasoning": True, "certainty": "A number.",
    },
    "rank": {"names": ("A", "B"), "criteria": "Judge by use.", "reasoning": True},
}  # fmt: skip
"""What each template sees, with values such as it will be given. `system` sees nothing: the envelope is added to it."""


def render_own(text: str, values: Mapping[str, object]) -> str:
    """A user's template with these values."""
    return _template(text).render(values).strip()


def check_prompts(prompts: Mapping[PromptName, str]) -> None:
    """Raises FieldError, with the template's name as path, for one that can't be used."""
    for name, text in prompts.items():
        fault = _fault(name, text)
        if fault is not None:
            raise FieldError(fault, "prompts", name)


def _fault(name: PromptName, text: str) -> str | None:
    """What is wrong with a template; None where it can be used."""
    from jinja2 import TemplateError, TemplateSyntaxError, meta, nodes

    values = SAMPLES[name]
    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError as error:
        return f"line {error.lineno} of the template: {error.message}"
    other = next(tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)), None)
    if other is not None:
        return f"line {other.lineno} of the template takes in another one: write it out"
    unknown = sorted(meta.find_undeclared_variables(tree) - set(values))
    if unknown:
        known = nearest(unknown[0], values) if values else "it sees no values"
        return f"the template {name!r} has no value {unknown[0]!r}: {known}"
    try:
        rendered = render_own(text, values)
    # A filter may raise anything for a value of another type.
    except (TemplateError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError) as error:
        return f"the template can't be filled in: {error}"
    return _fault_of_text(rendered)


def _fault_of_text(rendered: str) -> str | None:
    """What is wrong with a template as it was filled in with sample values."""
    if not rendered:
        return "the template is empty"
    for line in rendered.splitlines():
        if _MARK in line and not line.startswith(ENVELOPE):
            return f"other people's words must stand in lines of their own, as they are given, not as in {line!r}"
    return None


@lru_cache(maxsize=64)
def _template(text: str) -> Template:
    return _environment().from_string(text)


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Plain text: what other people wrote is quoted before a template sees it.
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )


def chosen_values(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of the engine's values, those that this template sees; what does not apply here is empty."""
    return {key: values.get(key, "") for key in SAMPLES[name]}
