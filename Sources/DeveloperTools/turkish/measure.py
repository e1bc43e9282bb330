#!/usr/bin/env python3
"""Boundary precision, recall and F1 and whole words right of a Turkish cutter against a gold list.

    measure.py GOLD (dev|test) COMMAND...

COMMAND reads words, one a line, and writes each with its cuts as "-". GOLD has "# category:" lines and lines of words, morphemes
separated by "-", acceptable readings by "|". The halves: of each category in file order, words at even places (the first is 0) are
dev, words at odd places are test. A word with several readings counts against the one it agrees with best.
The intervals are percentile intervals of 2,000 bootstrap samples of the words, seed 1.
"""
import random
import subprocess
import sys


def halves(path):
    out = {"dev": [], "test": []}
    category, place = "", 0
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            category, place = line.split(":", 1)[1].strip(), 0
            continue
        for word in line.split():
            out["dev" if place % 2 == 0 else "test"].append((category, word.split("|")))
            place += 1
    return out


def cuts(text):
    found, position = set(), 0
    for part in text.split("-")[:-1]:
        position += len(part)
        found.add(position)
    return found


def score(readings, answer):
    """Right, wrong and missed boundaries, and whether the whole word is right."""
    best = None
    for reading in readings:
        gold, mine = cuts(reading), cuts(answer)
        item = (len(gold & mine), len(mine - gold), len(gold - mine), int(reading == answer))
        key = (item[3], item[0] - item[1] - item[2])
        if best is None or key > best[0]:
            best = (key, item)
    return best[1]


def figures(items):
    right, wrong, missed, whole = (sum(column) for column in zip(*items))
    precision = right / max(right + wrong, 1)
    recall = right / max(right + missed, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return [100 * precision, 100 * recall, 100 * f1, 100 * whole / len(items)]


def main(gold, half, command):
    words = halves(gold)[half]
    text = "\n".join(readings[0].replace("-", "") for _, readings in words) + "\n"
    answers = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    items = []
    for (category, readings), answer in zip(words, answers, strict=True):
        items.append(score(readings, answer))
        if half == "dev" and not items[-1][3]:
            print(f"{category:40} {'|'.join(readings):45} {answer}")
    draw = random.Random(1)
    samples = [figures(draw.choices(items, k=len(items))) for _ in range(2000)]
    for name, value, column in zip(["precision", "recall", "F1", "whole words"], figures(items), zip(*samples)):
        column = sorted(column)
        print(f"{name:12} {value:6.2f}  [{column[50]:.2f}, {column[1949]:.2f}]")
    print(len(items), "words")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
