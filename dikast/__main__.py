"""`python -m dikast` is `dikast`."""

from dikast.cli import main

main()
