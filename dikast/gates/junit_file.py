"""A gate's result as JUnit XML: a suite for each command, a case for each requirement on each cell.

Of the common schema (https://github.com/windyroad/JUnit-Schema) it uses only what CI systems read: counts, names, and a
message for each case that did not pass. An undecided case is an `error`, so that CI does not take it for a pass.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from dikast.gates.gate import GateCheck, GateResult
from dikast.sanitize import sanitize

# What XML 1.0 has no way to write, not even escaped, apart from what `sanitize` replaces.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(result: GateResult, command: str) -> str:
    """The result as an XML document, with a declaration. `command` names the suite."""
    failures = sum(check.status == "failed" for check in result.checks)
    errors = sum(check.status == "undecided" for check in result.checks)
    counts = {"tests": str(len(result.checks)), "failures": str(failures), "errors": str(errors)}
    root = ElementTree.Element("testsuites", {"name": "dikast", **counts, "time": "0"})
    suite = ElementTree.SubElement(root, "testsuite", {"name": _text(command), **counts, "skipped": "0", "time": "0"})
    for check in result.checks:
        _add_case(suite, check)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_case(suite: ElementTree.Element, check: GateCheck) -> None:
    names = {"name": _text(check.requirement.text), "classname": _text(check.cell or "all"), "time": "0"}
    case = ElementTree.SubElement(suite, "testcase", names)
    if check.status == "passed":
        ElementTree.SubElement(case, "system-out").text = _text(check.reason)
        return
    tag = "failure" if check.status == "failed" else "error"
    found = ElementTree.SubElement(case, tag, {"message": _text(check.reason), "type": check.status})
    found.text = _text(f"{check.requirement.text}: {check.reason}")


def _text(text: str) -> str:
    """The text without what a terminal may obey or XML can't hold; the library escapes markup."""
    return _NOT_IN_XML.sub("?", sanitize(text))
