"""Formulas and answers among words: found, and read where the words themselves are the answer."""
