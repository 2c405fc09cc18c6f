"""What makes two runs the same run: the experiment, and the hashes of the files that it is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dikast.errors import BadInput
from dikast.masking import mask_settings

# These say how a run is done, not what it finds, so they may change between two starts of it.
NOT_IDENTITY = ("limits", "journal", "durability", "include", "exclude", "schedule", "stop", "hypotheses", "people")
# Hashes by the kind of file, then by the file's name.
Ingredients = Mapping[str, Mapping[str, str]]
# What a run is of: `experiment` is the experiment as resolved, `ingredients` are its ingredients.
RunContent = Mapping[str, Mapping[str, Any]]


class OtherRun(BadInput):
    """The folder holds another run.

    With `has_changed_files` that run is of this very experiment, but what it is made from has changed since its start.
    """

    def __init__(
        self, changed: Sequence[str], where: str, *, has_changed_files: bool, details: Sequence[str] = ()
    ) -> None:
        self.has_changed_files = has_changed_files
        message = f"this folder holds another run, with other {', '.join(changed)}; choose another --out"
        if has_changed_files:
            message = (
                f"since this run was begun its {' and '.join(changed)} changed; put back what was changed to go on "
                "with it, or choose another --out for a run of its own"
            )
        if details:
            message += f" ({'; '.join(details)})"
        super().__init__(message, where)


def fingerprint(text: str) -> str:
    """A hash of the text in 16 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def identity(experiment: Mapping[str, Any]) -> dict[str, Any]:
    """The experiment without what may change between two starts of it."""
    return {key: value for key, value in experiment.items() if key not in NOT_IDENTITY}


def run_name(path: Path, content: RunContent) -> str:
    """The run's name in a database: the same command gives the same name on every machine."""
    identities = {part: identity(values) for part, values in content.items()}
    text = json.dumps(identities, sort_keys=True)
    return f"{path.absolute().name}-{fingerprint(text)}"


def check_same_run(
    earlier: Any, content: RunContent, where: str, details: Sequence[str] = (), *, may_lack_ingredients: bool = False
) -> None:
    """Raises OtherRun, with all differences, if a run that was begun before has other content.

    `earlier` is the content of its description file, where a person may have edited it. `details` say more of the
    differences, where there are any. With `may_lack_ingredients`, only those are compared that `content` has.
    """
    # Masked too: it may be from before descriptions were.
    before = _as_dict(mask_settings(earlier))
    old_experiment = _as_dict(before.get("experiment"))
    old_ingredients = _as_dict(before.get("ingredients"))
    if may_lack_ingredients:
        old_ingredients = _only_those_of(old_ingredients, content["ingredients"])
    settings = _changed_keys(identity(old_experiment), identity(content["experiment"]))
    files = _changed_files(old_ingredients, content["ingredients"])
    changed = sorted(settings + files)
    if changed:
        raise OtherRun(changed, where, has_changed_files=not settings, details=details)


def _only_those_of(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The earlier ingredients without those that are not known now."""
    known = {}
    for kind, hashes in before.items():
        names = _as_dict(now.get(kind))
        known[kind] = {name: value for name, value in _as_dict(hashes).items() if name in names}
    return known


def _changed_files(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The kinds of files that changed, each with the old and the new hash of every file that did."""
    descriptions = []
    for kind in _changed_keys(before, now):
        old = _as_dict(before.get(kind))
        new = _as_dict(now.get(kind))
        changes = [_hash_change(name, old, new) for name in _changed_keys(old, new)]
        descriptions.append(f"{kind} ({', '.join(changes)})")
    return descriptions


def _hash_change(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The file's name with its hash before and now; `none` where it was added or removed."""
    before = old.get(name, "none")
    now = new.get(name, "none")
    return f"{name}: {before} → {now}"


def _changed_keys(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The keys that have other values now, in the earlier order; those that were added come last."""
    keys = {**before, **now}
    return [key for key in keys if before.get(key) != now.get(key)]


def _as_dict(value: Any) -> dict[str, Any]:
    """The value if it is a dictionary, else an empty dictionary."""
    if isinstance(value, dict):
        return value
    return {}
