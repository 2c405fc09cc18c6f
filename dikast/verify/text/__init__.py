"""Formulas and answers in the midst of words: found, and read where words themselves are the answer."""
