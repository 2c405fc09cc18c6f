"""Options of the form `name=value` on the command line. A value is YAML."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.errors import BadInput


def read_settings(settings: Sequence[str] | None, flag: str = "--set") -> dict[str, object]:
    """The values by name; the last of several for one name holds. Raises BadInput for one that is not `name=value`."""
    from dikast.input_files import yaml_value

    values: dict[str, object] = {}
    if settings is None:
        return values
    for setting in settings:
        # Only the first equals sign counts: a value may contain others.
        name, equals, text = setting.partition("=")
        if not equals or not name:
            raise BadInput("write it as name=value, such as rounds=2", f"{flag} {setting}")
        values[name] = yaml_value(text)
    return values
