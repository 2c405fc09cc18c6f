"""Spans for OpenTelemetry: episodes, their moves, and the calls in them. Nothing at all where nobody listens.

OpenTelemetry is never imported here. Whoever wants spans sets its SDK up before, in a program or by
`opentelemetry-instrument dikast run …`; until a tracer provider is set, a span costs one look into `sys.modules`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

AttributeValue = str | int | float | bool | None


class Span(Protocol):
    """A stretch of time that is watched."""

    def tell(self, **attributes: AttributeValue) -> None:
        """Adds attributes; in a name, `__` stands for a dot, and what is None is left out."""
        ...


class _Silent:
    """The span that nobody watches."""

    def __enter__(self) -> _Silent:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def tell(self, **attributes: AttributeValue) -> None:
        return None


_SILENT = _Silent()


class _Told:
    """A span of OpenTelemetry."""

    def __init__(self, span: Any) -> None:
        self._span = span

    def tell(self, **attributes: AttributeValue) -> None:
        self._span.set_attributes(_named(attributes))


def span(name: str, **attributes: AttributeValue) -> AbstractContextManager[Span]:
    """A span while the block runs, inside that of the block around it; an exception that leaves it is recorded."""
    api = sys.modules.get("opentelemetry.trace")
    if api is None or isinstance(provider := api.get_tracer_provider(), api.ProxyTracerProvider):
        return _SILENT
    return _live(provider.get_tracer("dikast"), name, attributes)


@contextmanager
def _live(tracer: Any, name: str, attributes: dict[str, AttributeValue]) -> Iterator[Span]:
    with tracer.start_as_current_span(name, attributes=_named(attributes)) as started:
        yield _Told(started)


def _named(attributes: dict[str, AttributeValue]) -> dict[str, str | int | float | bool]:
    return {name.replace("__", "."): value for name, value in attributes.items() if value is not None}
