"""The fixture `dikast`, which runs the command line, as in the tests of commands."""

from tests.cli.conftest import dikast

__all__ = ["dikast"]
