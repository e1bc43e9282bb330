#!/usr/bin/env python3
"""Chooses the line of Samples/00-start.txt: the first candidate on which every pair of default columns cuts differently.

usage: choose_start.py PATH-TO-TOKVIEW

Prints the candidates that qualify, one a line, the one with the fewest bytes first. A test holds the choice
through the `expect` lines of the sample.
"""
import itertools
import json
import subprocess
import sys

WORDS = ["exemptions", "keyboards", "translators", "quotations", "witnesses"]
NUMBERS = ["1234567", "7654321", "1000000"]
CITATIONS = ["11 U.S.C. § 362(a)", "42 U.S.C. § 1983", "28 C.F.R. § 14.2(a)"]
TURKISH = ["evlerimizdekilerden", "pencereden", "söyleyemediklerini", "üzümlerini", "kitaplarımızdan"]


def run(*arguments):
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def cuts(tokview, tokenizers, text):
    options = [option for name in tokenizers for option in ("-t", name)]
    lines = run(tokview, "encode", *options, "--json", "--text", text).splitlines()
    return [tuple(token["end"] for token in json.loads(line)["tokens"]) for line in lines]


def main():
    tokview = sys.argv[1]
    listed = [json.loads(line) for line in run(tokview, "list", "tokenizers", "--json").splitlines()]
    defaults = [entry["id"] for entry in listed if entry["default"]]
    found = []
    for word, number, citation, turkish in itertools.product(WORDS, NUMBERS, CITATIONS, TURKISH):
        text = f"The {word}: {number}, {citation}, {turkish}"
        if len(set(cuts(tokview, defaults, text))) == len(defaults):
            found.append(text)
    for text in sorted(found, key=lambda text: len(text.encode())):
        print(text)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
