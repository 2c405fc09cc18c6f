"""Files that a person wrote, read into records. An error names the file, the line, the key and the nearest valid key.

A reader (`read_yaml`, `read_jsonl`, `read_csv`) returns Documents: plain values that know their lines. `into` makes a
record of a Document, and turns a ValidationError into a BadInput that helps.
"""

from dikast.input_files.bad_rows import BadRows
from dikast.input_files.csv_reader import read_csv
from dikast.input_files.document import Document, dotted
from dikast.input_files.input_validation import bad_input, into
from dikast.input_files.jsonl_reader import json_value, jsonl_lines, parse_jsonl_line, read_jsonl
from dikast.input_files.text_reader import read_text
from dikast.input_files.yaml_reader import parse_yaml, read_yaml, yaml_value

__all__ = [
    "BadRows",
    "Document",
    "bad_input",
    "dotted",
    "into",
    "json_value",
    "jsonl_lines",
    "parse_jsonl_line",
    "parse_yaml",
    "read_csv",
    "read_jsonl",
    "read_text",
    "read_yaml",
    "yaml_value",
]
