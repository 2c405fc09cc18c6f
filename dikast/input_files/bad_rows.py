"""BadRows: what becomes of the rows of a file that can't be used."""

from __future__ import annotations

from dikast.errors import BadInput


class BadRows:
    """The rows that could not be used, each as the error that names it.

    If `skips`, they are kept in `errors` and the rest of the file is read; otherwise the first one is raised.
    """

    def __init__(self, *, skips: bool = False) -> None:
        self.skips = skips
        self.errors: list[BadInput] = []

    def add(self, error: BadInput) -> None:
        """Keeps the error of one row. Raises it if no row may be left out."""
        if not self.skips:
            raise error
        self.errors.append(error)
