"""dikast schema: the JSON Schema of a kind of file, by which an editor completes and checks it."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

SchemaKind = Literal["experiment", "protocol", "rubric", "response-rubric", "constitution", "rows", "solutions"]


def schema(
    kind: Annotated[
        SchemaKind, typer.Argument(metavar="KIND", help="The kind of file; rows are questions.", show_default=False)
    ],
) -> None:
    """Print the JSON Schema of a kind of file, for editors.

    KIND is experiment, protocol, rubric, response-rubric or constitution for a YAML file; rows or solutions for a line
    of a JSONL file.
    """
    import json

    from dikast.cli.file_kinds import FILE_KINDS, model_of

    described = model_of(kind).model_json_schema()
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    described["title"] = f"Dikast: {FILE_KINDS[kind]}"
    typer.echo(json.dumps(described, indent=2, ensure_ascii=False))
