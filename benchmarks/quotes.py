"""Measures how long it takes to check many quotes against one long source, and how much memory.

    python benchmarks/quotes.py [--megabytes 5] [--quotes 1000]

The source is made of random sentences by a seed. Half of the quotes stand in it, a quarter of all are elided, and half
do not stand in it. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import random
import resource
import time

from dikast.verify import check_quotes

_LETTERS = "etaoinshrdlucmfwypvbgk"


def make_source(n_bytes: int, rng: random.Random) -> str:
    """Sentences of made-up words, some of them common, with curly quotation marks and numbers, of about this size."""
    words = ["".join(rng.choices(_LETTERS, k=rng.randint(2, 9))) for _ in range(20_000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    sentences: list[str] = []
    size = 0
    while size < n_bytes:
        text = " ".join(rng.choices(words, weights, k=rng.randint(5, 25)))
        sentences.append(f"“{text.capitalize()}” in {rng.randint(1, 2000)}.")
        size += len(sentences[-1].encode()) + 1
    return "\n".join(sentences)


def make_quotes(source: str, n_quotes: int, rng: random.Random) -> list[str]:
    """Passages of the source: as they are, elided, with other words at the end, and with another number."""
    quotes: list[str] = []
    for number in range(n_quotes):
        start = rng.randrange(len(source) - 500)
        words = source[start : start + rng.choice((60, 150, 400))].split()[1:-1]
        middle = len(words) // 2
        forms = (
            words,
            [*words[: middle - 1], "…", *words[middle + 1 :]],
            [*words, "not", "here"],
            [*words[:middle], "31", *words[middle:]],
        )
        quotes.append(" ".join(forms[number % len(forms)]))
    return quotes


def main() -> None:
    """Prints the time and memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=5.0)
    parser.add_argument("--quotes", type=int, default=1000)
    options = parser.parse_args()
    rng = random.Random(0)
    source = make_source(int(options.megabytes * 1_000_000), rng)
    quotes = make_quotes(source, options.quotes, rng)
    began = time.perf_counter()
    checks = check_quotes(quotes, source=source)
    took_s = time.perf_counter() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    n_verified = sum(check.status == "verified" for check in checks)
    print("| source, MB | quotes | verified | seconds | peak memory of the process, MB |\n|---|---|---|---|---|")
    print(f"| {options.megabytes:g} | {len(quotes)} | {n_verified} | {took_s:.2f} | {peak_mb:.0f} |")


if __name__ == "__main__":
    main()
