"""Gates: requirements such as `accuracy>=0.7` on the figures of a command, whether they hold, and files for CI.

    read_requirements(texts, figures) -> [Requirement]      one `--require` each; `figures` are the command's names
    decide(requirements, [GateCell]) -> GateResult           passed, failed or undecided, by cell; its exit code
    junit_xml(result, name), markdown_summary(result, name)  the result for CI

Commands use `dikast.cli.gate_options`, which prints the result and writes the files.
"""

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.gates.gate import EXIT_CODES, GateCell, GateCheck, GateResult, check_labels, decide
    from dikast.gates.junit_file import junit_xml
    from dikast.gates.requirement import Requirement, read_requirements
    from dikast.gates.step_summary import markdown_summary

__all__ = [
    "EXIT_CODES",
    "GateCell",
    "GateCheck",
    "GateResult",
    "Requirement",
    "check_labels",
    "decide",
    "junit_xml",
    "markdown_summary",
    "read_requirements",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "gate": {"EXIT_CODES", "GateCell", "GateCheck", "GateResult", "check_labels", "decide"},
        "junit_file": {"junit_xml"},
        "requirement": {"Requirement", "read_requirements"},
        "step_summary": {"markdown_summary"},
    },
)
