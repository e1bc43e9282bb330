"""Builds the model's vocabulary: `general` unchanged, then the visible tokens of `scaffold` that it lacks, then frequent
legal, financial and Turkish surface strings, `<s>` last.

    vocabulary.py --general FILE --scaffold FILE --domain FILE --slices FOLDER --suffixes FILE --size 40000 -o FILE

`--domain` is a tokenizer.json learned from the legal and financial slices; its tokens stand for the pieces that a domain
vocabulary cuts. Turkish strings are stems and suffixes of frequent words: every way of taking known suffixes off a word
counts for the stem and for each suffix. The result is a tokenizer.json whose merges are those of `general`.
"""

import argparse
import itertools
import json
from collections import Counter
from pathlib import Path

import regex

import pieces

START = "<s>"


def frequent(folder: Path, most: int) -> Counter:
    """Pretokens of the first `most` bytes of each file in `folder`, counted."""
    counts: Counter = Counter()
    for path in sorted(folder.iterdir()):
        text = path.read_bytes()[:most].decode("utf-8", "ignore")
        counts.update(pieces.PRETOKEN.findall(text))
    return counts


def suffix_surfaces(path: Path) -> set[str]:
    """Every allomorph of the suffix table: A = a e, I = ı i u ü, D = d t, C = c ç, K = k ğ; (y) may be absent.

    Single consonants are left out: they take a letter off too many stems.
    """
    choices = {"A": "ae", "I": "ıiuü", "D": "dt", "C": "cç", "K": "kğ"}
    surfaces = set()
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        form = line.split("\t")[1]
        for written in {regex.sub(r"\((.)\)", "", form), regex.sub(r"\((.)\)", r"\1", form)}:
            for letters in itertools.product(*(choices.get(letter, letter) for letter in written)):
                surfaces.add("".join(letters))
    return {surface for surface in surfaces if len(surface) > 1 or surface in "aeıiuü"}


def turkish_pieces(words: Counter, suffixes: set[str]) -> Counter:
    """Stems and suffixes of `words` by frequency; a word of which nothing can be taken off counts as its own stem."""
    counts: Counter = Counter()
    longest = max(map(len, suffixes))
    for word, count in words.items():
        if not regex.fullmatch(r" ?\p{L}{2,}", word):
            continue
        ends = {len(word)}
        stack = [len(word)]
        least = 3 if word.startswith(" ") else 2
        while stack:
            end = stack.pop()
            for start in range(max(least, end - longest), end):
                if word[start:end] in suffixes:
                    counts[word[start:end]] += count
                    if start not in ends:
                        ends.add(start)
                        stack.append(start)
        for end in ends:
            counts[word[:end]] += count
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("general", "scaffold", "domain", "slices", "suffixes"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--size", type=int, default=40_000)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()

    tokenizer = pieces.read_tokenizer(options.general)
    union = pieces.visible_pieces(tokenizer)
    known = set(union)
    general = len(union)

    def add(candidates, limit: int) -> int:
        added = 0
        for piece in candidates:
            if added == limit or len(union) == options.size - 1:
                break
            if piece not in known:
                known.add(piece)
                union.append(piece)
                added += 1
        return added

    scaffold = add(pieces.visible_pieces(pieces.read_tokenizer(options.scaffold)), options.size)
    room = options.size - 1 - len(union)

    domain_tokens = {piece.decode("utf-8", "ignore") for piece in
                     pieces.visible_pieces(pieces.read_tokenizer(options.domain))}
    domain_words = frequent(options.slices / "train" / "legal", 8_000_000)
    domain_words.update(frequent(options.slices / "train" / "fin", 8_000_000))
    citations: Counter = Counter()
    for path in sorted((options.slices / "train" / "legal").iterdir()):
        text = path.read_bytes()[:8_000_000].decode("utf-8", "ignore")
        citations.update(regex.findall(r" ?(?<!\S|\p{L})(?:[A-Z][a-z]{0,4}\.){2,4}| ?\([a-zA-Z0-9]{1,3}\)| ?F\.\d[a-z]{1,2}", text))
    ranked = [text.encode() for text, _ in citations.most_common(250)]
    ranked += [text.encode() for text, _ in domain_words.most_common() if text in domain_tokens]
    domain = add(ranked, room // 2)

    turkish_words = frequent(options.slices / "train" / "tr", 20_000_000)
    suffixes = suffix_surfaces(options.suffixes)
    turkish = add((text.encode() for text, _ in turkish_pieces(turkish_words, suffixes).most_common()), room)

    vocabulary = {pieces.encode(piece): identifier for identifier, piece in enumerate(union)}
    start = len(union)
    tokenizer["model"]["vocab"] = vocabulary
    tokenizer["added_tokens"] = [{
        "id": start, "content": START, "single_word": False, "lstrip": False, "rstrip": False,
        "normalized": False, "special": True,
    }]
    options.output.write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")))
    print(f"{general} general + {scaffold} scaffold + {domain} domain + {turkish} Turkish + {START} = {start + 1}")


if __name__ == "__main__":
    main()
