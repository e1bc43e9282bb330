"""Writes the citation lines of a recipe: dotted abbreviations of reporters, laws and journals that the texts really have.

    citations.py RECIPE TEXT... [--at-least N]

The abbreviations come from the PyPI package `reporters-db` (Free Law Project, BSD 2-Clause; tried with 3.2.67): editions and
variations of reporters, laws and journals, whole (`F. Supp. 2d`) and by their pieces (`Supp.`). Taken are those that have a dot, are
begin with a capital or a digit, are
made of letters, digits, dots, `&`, apostrophes, hyphens and single spaces, and stand at least N times (5) in the texts, in NFKC, where no
letter or digit touches them; leftmost, then longest, as they will be matched. An abbreviation whose only dot is its last character
and that has no space (`Stat.`, `P.`) is left out: behind a space the word and the dot are two tokens anyway, and at the end of a
sentence the dot is not a part of it. So is one with a word in small letters (`T.C. at`). The lines after the last line of RECIPE that begins with `# Citations` are replaced.
"""

import argparse
import collections
import re
import sys
import unicodedata

from reporters_db import JOURNALS, LAWS, REPORTERS

SHAPE = re.compile(r"[A-Z0-9][A-Za-z0-9.&'-]*(?: [A-Za-z0-9.&'-]+)*")


def abbreviations() -> set[str]:
    whole: set[str] = set()
    for table in (REPORTERS, LAWS, JOURNALS):
        for name, sources in table.items():
            for source in sources:
                whole |= {name, *source.get("editions", {}), *source["variations"]}
    every = whole | {piece for name in whole for piece in name.split()}
    return {name for name in every if saves(name) and SHAPE.fullmatch(name)}


def saves(name: str) -> bool:
    has_word = any(piece.isalpha() and piece.islower() for piece in name.split())
    return "." in name[:-1] and not has_word


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("recipe")
    arguments.add_argument("texts", nargs="+")
    arguments.add_argument("--at-least", type=int, default=5)
    options = arguments.parse_args()
    names = sorted(abbreviations(), key=lambda name: (-len(name), name))
    pattern = re.compile(r"(?<!\w)(?=[A-Z0-9])(?:" + "|".join(map(re.escape, names)) + ")")
    counts: collections.Counter[str] = collections.Counter()
    for path in options.texts:
        with open(path, encoding="utf-8", errors="ignore") as file:
            text = unicodedata.normalize("NFKC", file.read())
        for match in pattern.finditer(text):
            if not re.match(r"\w", text[match.end() : match.end() + 1]):
                counts[match.group()] += 1
    taken = sorted(name for name, count in counts.items() if count >= options.at_least)
    with open(options.recipe, encoding="utf-8") as file:
        lines = file.read().splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("# Citations"))
    lines = lines[: last + 1] + [f"citation = {name}" for name in taken]
    with open(options.recipe, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print(f"{len(names)} abbreviations, {len(counts)} in the texts, {len(taken)} taken", file=sys.stderr)


if __name__ == "__main__":
    main()
