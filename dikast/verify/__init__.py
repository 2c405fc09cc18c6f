"""What a machine can check: whether a quote stands in its source.

A Check is `verified`, `refuted` or honestly `unknown`; no text is ever run as code.
"""

from dikast.verify.quotes import MIN_QUOTE_WORDS, check_quote

__all__ = ["MIN_QUOTE_WORDS", "check_quote"]
