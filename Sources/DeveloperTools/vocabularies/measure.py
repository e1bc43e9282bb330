"""Measures vocabularies with Hugging Face `tokenizers`: tokens per character, tokens per term, boundaries that damage leaves in place.

    measure.py GENERAL.json OTHER.json... -- HELD_OUT_FOLDER

Prints markdown tables. The texts are HELD_OUT_FOLDER/{legal,fin,en,tr,code}/*.txt. Needs tokenizers==0.23.3.
"""

import glob
import os
import random
import sys

from tokenizers import Tokenizer

LEGAL = [
    "11 U.S.C. § 362(a)", "res judicata", "stare decisis", "habeas corpus", "certiorari", "de novo review",
    "28 C.F.R. § 14.2(a)", "42 U.S.C. § 1983", "Fed. R. Civ. P. 12(b)(6)", "prima facie",
]  # fmt: skip
FINANCIAL = [
    "EBITDA", "P/E ratio", "10-K filing", "SEC Form 8-K", "quarterly dividend", "year-over-year growth",
    "Basel III compliance", "GAAP accounting", "ROI analysis", "market capitalization",
]  # fmt: skip
CORRECT = "The United States Senate is responsible for the"
DAMAGED = "Thc Vnited S tates 5enate is nesp0nslbe for the"
LOOK_ALIKES = {"e": "c", "o": "0", "l": "1", "i": "l", "s": "5", "S": "5", "r": "n", "n": "u", "b": "h", "a": "o", "t": "f"}


def cuts(tokenizer: Tokenizer, text: str) -> set[int]:
    """Characters inside the text at which a token ends."""
    offsets = tokenizer.encode(text, add_special_tokens=False).offsets
    return {end for _, end in offsets} - {0, len(text)}


def alignment(a: str, b: str) -> list[tuple[int, int]]:
    """Pairs of places on a shortest edit path, replacing before dropping before inserting."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a):
        row = [i + 1]
        for j, y in enumerate(b):
            row.append(min(rows[i][j] + (x != y), rows[i][j + 1] + 1, row[j] + 1))
        rows.append(row)
    i, j = len(a), len(b)
    path = [(i, j)]
    while i or j:
        if i and j and rows[i][j] == rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]):
            i, j = i - 1, j - 1
        elif i and rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
        path.append((i, j))
    return path[::-1]


def kept(tokenizer: Tokenizer, correct: str, damaged: str) -> tuple[int, int, int]:
    """Cuts in both, cuts of the correct text, cuts of the damaged one."""
    left, right = cuts(tokenizer, correct), cuts(tokenizer, damaged)
    both = {i for i, j in alignment(correct, damaged) if i in left and j in right}
    return len(both), len(left), len(right)


def damage(text: str, numbers: random.Random) -> str:
    """About every fifteenth character that looks like another one is taken for it."""
    return "".join(LOOK_ALIKES.get(c, c) if numbers.random() < 1 / 15 else c for c in text)


def table(head: list[str], rows: list[list[str]]) -> None:
    for row in [head, ["---"] * len(head), *rows]:
        print("| " + " | ".join(row) + " |")
    print()


def main() -> None:
    separator = sys.argv.index("--")
    folder = sys.argv[separator + 1]
    names = [os.path.basename(path).removesuffix(".json") for path in sys.argv[1:separator]]
    tokenizers = [Tokenizer.from_file(path) for path in sys.argv[1:separator]]

    rows = []
    for title, domain in [("legal", "legal"), ("financial", "fin"), ("English", "en"), ("Turkish", "tr"), ("code", "code")]:
        texts = []
        for path in sorted(glob.glob(f"{folder}/{domain}/*.txt")):
            with open(path, "rb") as file:
                texts.append(file.read().decode("utf-8", "ignore"))
        characters = sum(map(len, texts))
        counts = [sum(len(t.encode(text, add_special_tokens=False).ids) for text in texts) for t in tokenizers]
        cells = [f"{counts[0] / characters:.4f}"]
        cells += [f"{count / characters:.4f} ({100 * (count / counts[0] - 1):+.1f} %)" for count in counts[1:]]
        rows.append([title, f"{characters:,}", *cells])
    print("Held-out tokens per character, in brackets against the first:\n")
    table(["text", "characters", *names], rows)

    print("Tokens per term:\n")
    rows = []
    for title, terms in [("legal", LEGAL), ("financial", FINANCIAL)]:
        counts = [[len(t.encode(term, add_special_tokens=False).ids) for t in tokenizers] for term in terms]
        rows += [[f"`{term}`", *map(str, row)] for term, row in zip(terms, counts)]
        rows.append([f"mean of the {title} terms", *(f"{sum(column) / len(terms):.1f}" for column in zip(*counts))])
    table(["term", *names], rows)

    print("Cuts of a correct text that stay in place in the damaged one:\n")
    rows = []
    both, left, right = zip(*(kept(t, CORRECT, DAMAGED) for t in tokenizers))
    rows.append(["the printed pair: kept of the cuts", *(f"{b} of {l} ({100 * b / l:.1f} %)" for b, l in zip(both, left))])
    rows.append(["the same, of the cuts in either", *(f"{b / (l + r - b):.3f}" for b, l, r in zip(both, left, right))])
    with open(f"{folder}/legal/appellate-opinions.txt", "rb") as file:
        lines = [line for line in file.read().decode("utf-8", "ignore").splitlines() if 40 <= len(line) <= 100][:1000]
    numbers = random.Random(1)
    pairs = [(line, damage(line, numbers)) for line in lines]
    sums = [[sum(column) for column in zip(*(kept(t, a, b) for a, b in pairs))] for t in tokenizers]
    rows.append([f"{len(pairs):,} lines of opinions: kept of the cuts", *(f"{100 * b / l:.1f} %" for b, l, _ in sums)])
    rows.append(["the same, of the cuts in either", *(f"{b / (l + r - b):.3f}" for b, l, r in sums)])
    table(["texts", *names], rows)


if __name__ == "__main__":
    main()
