"""`name=value` options on the command line; values are YAML."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.errors import BadInput


def read_settings(settings: Sequence[str], flag: str = "--set") -> dict[str, object]:
    """The settings by name. Raises BadInput for one that is not `name=value`."""
    from dikast.input_files import yaml_value

    found: dict[str, object] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals or not name:
            raise BadInput("write it as name=value, such as rounds=2", f"{flag} {setting}")
        found[name] = yaml_value(text)
    return found
