"""Cuts the training slices into documents, gives each a segmentation at random, and writes model ids.

    documents.py --slices FOLDER --part train|held --vocabulary tokenizer.json --scaffold FILE --tokview PROGRAM -o FOLDER

Seven segmentations are tokview's own (`tokview encode`); two are made here: `longest`, the longest piece of the whole
model vocabulary at each place (this is how Turkish and domain strings are met in training), and `random`, any valid cut,
longer pieces likelier. With `--part held` every document is written in every segmentation of tokview's, so that bits per
byte can be compared. Output: tokens.bin (uint16) and documents.json (one [domain, segmentation, offset, count, bytes] each).
"""

import argparse
import json
import random
import subprocess
from collections import defaultdict
from pathlib import Path

import numpy

import pieces

# Share of the documents that each segmentation gets.
SHARES = {"bpe": 26, "lbpe": 14, "scaffold": 14, "r2l": 9, "digits": 7, "greedy": 7, "fewest": 7, "longest": 8, "random": 8}
OWN = ("longest", "random")
LENGTH = 3_000  # bytes of a document, about
PATIENCE = 2_000  # bytes after LENGTH within which a line end is looked for


def split(text: bytes) -> list[bytes]:
    """Documents of about LENGTH bytes that end at an empty line, else at a line end, else between characters."""
    result, start = [], 0
    while start < len(text):
        end = start + LENGTH
        if end < len(text):
            for mark in (b"\n\n", b"\n", b" "):
                place = text.find(mark, end, end + PATIENCE)
                if place >= 0:
                    end = place + (len(mark) if mark != b" " else 0)
                    break
            while end < len(text) and text[end] & 0xC0 == 0x80:
                end += 1
        result.append(text[start:end])
        start = end
    return result


class PieceCutter:
    """Cuts pretokens into pieces of the model's vocabulary, longest first or at random."""

    def __init__(self, ids: dict[bytes, int], generator: random.Random):
        self.ids = ids
        self.generator = generator
        self.longest = max(map(len, ids))
        self.known: dict[tuple[bytes, bool], list[list[int]]] = defaultdict(list)

    def cut(self, pretoken: bytes, by_chance: bool) -> list[int]:
        """Model ids of `pretoken`. Up to eight cuts by chance are kept for each pretoken and then drawn from."""
        kept = self.known[pretoken, by_chance]
        if len(kept) >= (8 if by_chance else 1):
            return self.generator.choice(kept)
        result, start = [], 0
        while start < len(pretoken):
            length = min(len(pretoken) - start, self.longest)
            fallback = 1
            while length > 1:
                if pretoken[start:start + length] in self.ids:
                    if not by_chance or self.generator.random() < 0.6:
                        break
                    fallback = length
                length -= 1
            if length == 1 and by_chance and self.generator.random() < 0.5:
                length = fallback
            result.append(self.ids[pretoken[start:start + length]])
            start += length
        kept.append(result)
        return result


def encode(program: Path, tokenizer: str, documents: list[bytes]) -> list[numpy.ndarray]:
    """Public ids of each document by `tokview encode`."""
    run = subprocess.run(
        [program, "encode", "-t", tokenizer, "--documents", "nul", "-"],
        input=b"\0".join(documents), stdout=subprocess.PIPE, check=True)
    lines = run.stdout.split(b"\n")[:-1]
    assert len(lines) == len(documents), (tokenizer, len(lines), len(documents))
    return [numpy.array(line.split(), dtype=numpy.uint16) for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("slices", "vocabulary", "scaffold", "tokview"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--part", choices=("train", "held"), required=True)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    generator = random.Random(options.seed)

    vocabulary = pieces.read_tokenizer(options.vocabulary)["model"]["vocab"]
    ids = {pieces.decode(piece): identifier for piece, identifier in vocabulary.items()}
    scaffold = numpy.array(
        [ids[piece] for piece in pieces.visible_pieces(pieces.read_tokenizer(options.scaffold))], dtype=numpy.uint16)
    cutter = PieceCutter(ids, generator)

    groups: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for path in sorted((options.slices / options.part).glob("*/*.txt")):
        text = path.read_bytes().decode("utf-8", "ignore").replace("\0", "").encode()
        for document in split(text):
            if options.part == "held":
                segmentations = [name for name in SHARES if name not in OWN]
            else:
                segmentations = generator.choices(list(SHARES), weights=list(SHARES.values()))
            for segmentation in segmentations:
                groups[segmentation].append((path.parent.name + "/" + path.stem, document))

    options.output.mkdir(parents=True, exist_ok=True)
    index, offset = [], 0
    with open(options.output / "tokens.bin", "wb") as out:
        for segmentation, documents in groups.items():
            texts = [document for _, document in documents]
            if segmentation in OWN:
                by_chance = segmentation == "random"
                encoded = [
                    numpy.array([identifier for pretoken in pieces.pretokens(text)
                                 for identifier in cutter.cut(pretoken, by_chance)], dtype=numpy.uint16)
                    for text in texts]
            else:
                encoded = encode(options.tokview, segmentation, texts)
                if segmentation == "scaffold":
                    encoded = [scaffold[public] for public in encoded]
            for (domain, text), tokens in zip(documents, encoded):
                out.write(tokens.tobytes())
                index.append([domain, segmentation, offset, len(tokens), len(text)])
                offset += len(tokens)
            print(f"{segmentation}: {len(documents)} documents, {offset} tokens so far", flush=True)
    (options.output / "documents.json").write_text(json.dumps(index, separators=(",", ":")))


if __name__ == "__main__":
    main()
