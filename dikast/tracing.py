"""Spans for OpenTelemetry: episodes, their moves, and the calls of agents in them.

OpenTelemetry is never imported here. To get spans, set up its SDK before, in a program or with
`opentelemetry-instrument dikast run …`. Until a tracer provider is set, a span costs one look into `sys.modules`.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from dikast.errors import AnswersAwaited
from dikast.masking import mask

AttributeValue = str | int | float | bool | None


class Span(Protocol):
    """A period of time that is traced."""

    def set_attributes(self, **attributes: AttributeValue) -> None:
        """Adds attributes. `__` in a name means a dot, and an attribute that is None is left out."""
        ...


class _NoSpan:
    """The span if no tracer provider is set: it does nothing."""

    def __enter__(self) -> _NoSpan:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def set_attributes(self, **attributes: AttributeValue) -> None:
        return None


# One object for all, since a span is opened for every call of an agent.
_NO_SPAN = _NoSpan()


class _OtelSpan:
    """A span of OpenTelemetry."""

    def __init__(self, span: Any) -> None:
        self._span = span

    def set_attributes(self, **attributes: AttributeValue) -> None:
        self._span.set_attributes(_otel_attributes(attributes))


def span(name: str, **attributes: AttributeValue) -> AbstractContextManager[Span]:
    """A span that lasts as long as the `with` block, as a child of the span around it.

    It records an error that leaves the block; that people are waited for is none. `__` in an attribute means a dot.
    """
    otel = sys.modules.get("opentelemetry.trace")
    if otel is None:
        return _NO_SPAN
    provider = otel.get_tracer_provider()
    # OpenTelemetry's API without its SDK has only a proxy, which drops every span.
    if isinstance(provider, otel.ProxyTracerProvider):
        return _NO_SPAN
    return _otel_span(provider.get_tracer("dikast"), name, attributes)


@contextmanager
def _otel_span(tracer: Any, name: str, attributes: dict[str, AttributeValue]) -> Iterator[Span]:
    """A span of that tracer, as long as the block. It records an error that leaves the block."""
    otel = sys.modules["opentelemetry.trace"]
    # Recorded here, because OpenTelemetry would keep the traceback as it is, with the causes of the exception.
    options = {"record_exception": False, "set_status_on_exception": False}
    with tracer.start_as_current_span(name, attributes=_otel_attributes(attributes), **options) as started:
        try:
            yield _OtelSpan(started)
        except AnswersAwaited:
            # No error: the episode goes on, in spans of its own, once people have answered.
            started.set_attribute("dikast.waits_for_people", True)
            raise
        except Exception as error:
            started.add_event("exception", _masked_exception(error))
            started.set_status(otel.StatusCode.ERROR, mask(f"{type(error).__name__}: {error}"))
            raise


def _masked_exception(error: Exception) -> dict[str, str]:
    """An exception under OpenTelemetry's names, without keys and passwords: its causes may quote some."""
    return {
        "exception.type": f"{type(error).__module__}.{type(error).__qualname__}",
        "exception.message": mask(str(error)),
        "exception.stacktrace": mask("".join(traceback.format_exception(error))),
    }


def _otel_attributes(attributes: dict[str, AttributeValue]) -> dict[str, str | int | float | bool]:
    """The attributes as OpenTelemetry takes them: with dots in their names, and without None."""
    otel_attributes: dict[str, str | int | float | bool] = {}
    for name, value in attributes.items():
        if value is None:
            continue
        # Keyword names can't contain the dots that names of attributes have.
        dotted_name = name.replace("__", ".")
        otel_attributes[dotted_name] = value
    return otel_attributes
