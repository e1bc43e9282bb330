"""Training windows: runs of documents' tokens behind `<s>`, and repeats that teach copying."""

import json
from pathlib import Path

import numpy


class Windows:
    """Draws windows of model ids. Every window begins with `<s>`; documents inside it are parted by `<s>`."""

    def __init__(self, folder: Path, start: int, seed: int):
        self.tokens = numpy.fromfile(folder / "tokens.bin", dtype=numpy.uint16)
        self.documents = json.loads((folder / "documents.json").read_text())
        self.start = start
        self.seed = seed
        counts = numpy.bincount(self.tokens, minlength=start + 1)
        self.unigram = counts
        self.common = numpy.argsort(-counts)[:2_000].astype(numpy.uint16)
        self.stream = self._stream()

    def _stream(self):
        """Documents in a new order each epoch, one token array after another."""
        epoch = 0
        while True:
            for place in numpy.random.default_rng([self.seed, epoch]).permutation(len(self.documents)):
                _, _, offset, count, _ = self.documents[place]
                yield self.tokens[offset:offset + count]
            epoch += 1

    def skip(self, documents: int) -> None:
        """Continues a run that had used `documents` documents."""
        for _ in range(documents):
            next(self.stream)
        self.used = documents

    used = 0
    _rest = numpy.zeros(0, dtype=numpy.uint16)

    def text(self, length: int) -> numpy.ndarray:
        """The next `length` tokens of text, `<s>` first."""
        parts, have = [numpy.array([self.start], dtype=numpy.uint16)], 1
        while have < length:
            if not len(self._rest):
                self._rest = next(self.stream)
                self.used += 1
                if have > 1:
                    parts.append(parts[0])
                    have += 1
            taken = self._rest[: length - have]
            self._rest = self._rest[len(taken):]
            parts.append(taken)
            have += len(taken)
        return numpy.concatenate(parts)[:length]

    def passage(self, length: int, generator) -> numpy.ndarray:
        """A passage of 30 to 120 tokens of a document, said again and again."""
        _, _, offset, count, _ = self.documents[generator.integers(len(self.documents))]
        size = int(generator.integers(30, min(121, max(31, length // 2))))
        begin = offset + int(generator.integers(max(1, count - size)))
        return self._again(self.tokens[begin:begin + min(size, count)], length)

    def block(self, length: int, generator) -> numpy.ndarray:
        """A random block of 8 to 60 common tokens, said again and again."""
        size = int(generator.integers(8, min(61, max(9, length // 2))))
        return self._again(generator.choice(self.common, size), length)

    def _again(self, block: numpy.ndarray, length: int) -> numpy.ndarray:
        return numpy.concatenate([[self.start], numpy.tile(block, length // len(block) + 1)])[:length].astype(numpy.uint16)

    def batch(self, rows: int, length: int, blocks: float, passages: float, generator) -> numpy.ndarray:
        """[rows, length] int64: text, with the given shares of repeated blocks and passages."""
        result = numpy.empty((rows, length), dtype=numpy.int64)
        for row in range(rows):
            chance = generator.random()
            if chance < blocks:
                result[row] = self.block(length, generator)
            elif chance < blocks + passages:
                result[row] = self.passage(length, generator)
            else:
                result[row] = self.text(length)
        return result
