"""Runs notebooks in this process and keeps what their cells show, without Jupyter.

    python examples/run_notebooks.py examples/*.ipynb

Each notebook is run from top to bottom in a new, empty folder, and written back with its outputs. Progress, which goes
to stderr, is not kept. `await` may stand alone, as in Jupyter.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import json
import os
import sys
import tempfile
import types
from pathlib import Path
from typing import Any

Cell = dict[str, Any]


class Notebook:
    """A notebook whose cells share their names and one event loop."""

    def __init__(self, path: Path) -> None:
        self.content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self._names: dict[str, Any] = {"__name__": "__main__"}

    def run(self) -> None:
        """Runs the code cells in order, in the current folder, and keeps their outputs. Raises what a cell raises."""
        with asyncio.Runner() as loop:
            number = 0
            for cell in self.content["cells"]:
                if cell["cell_type"] == "code":
                    number += 1
                    cell["execution_count"] = number
                    cell["outputs"] = self._outputs("".join(cell["source"]), number, loop)

    def text(self) -> str:
        """The notebook as its file holds it."""
        return json.dumps(self.content, ensure_ascii=False, indent=1) + "\n"

    def _outputs(self, source: str, number: int, loop: asyncio.Runner) -> list[Cell]:
        """What a cell prints, and the value of its last line if that is an expression."""
        statements = ast.parse(source)
        last = statements.body[-1]
        if isinstance(last, ast.Expr):
            statements.body[-1] = ast.Assign([ast.Name("_", ast.Store())], last.value)
            ast.fix_missing_locations(statements)
        self._names["_"] = None
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            self._execute(statements, loop)
        outputs: list[Cell] = []
        if printed.getvalue():
            outputs.append({"name": "stdout", "output_type": "stream", "text": lines(printed.getvalue())})
        if self._names["_"] is not None:
            shown = {"data": shown_as(self._names["_"]), "metadata": {}, "execution_count": number}
            outputs.append({"output_type": "execute_result", **shown})
        return outputs

    def _execute(self, statements: ast.Module, loop: asyncio.Runner) -> None:
        code = compile(statements, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)

        async def cell() -> None:
            # In a running loop, as in Jupyter.
            result = types.FunctionType(code, self._names)()
            if inspect.isawaitable(result):
                await result

        loop.run(cell())


def shown_as(value: object) -> dict[str, list[str]]:
    """A value as a notebook shows it: as HTML if it can, and as text."""
    shown = {"text/plain": lines(repr(value))}
    as_html = getattr(value, "_repr_html_", None)
    if as_html is not None:
        shown = {"text/html": lines(as_html()), "text/plain": lines(str(type(value).__name__))}
    return shown


def lines(text: str) -> list[str]:
    """A text as notebooks hold it: its lines, with their ends."""
    return text.splitlines(keepends=True)


def main() -> None:
    for path in [Path(name).absolute() for name in sys.argv[1:]]:
        notebook = Notebook(path)
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            notebook.run()
        path.write_text(notebook.text(), encoding="utf-8")
        print(os.path.relpath(path))


if __name__ == "__main__":
    main()
