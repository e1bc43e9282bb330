"""Opens bundled vocabularies with Hugging Face `tokenizers` and compares its ids with tokview's.

    check.py TOKVIEW VOCABULARY.json... -- TEXT...

Besides the files, 20 texts of seeded random Unicode are compared, with added tokens of the vocabulary in between, and so
are the ids of the package with the file that `tokview vocab` writes. Special tokens are text. A Scaffold-BPE file is compared before its scaffold
tokens are taken apart, which is what `tokenizers` shows of it. Needs tokenizers==0.23.3. Exit code 1 when anything
differs.
"""

import json
import random
import subprocess
import sys

from tokenizers import Tokenizer


def ours(tokview: str, vocabulary: str, text: bytes) -> list[int]:
    command = [tokview, "encode", "-t", vocabulary, "--json", "-"]
    record = json.loads(subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True).stdout)
    tokens = record.get("stage1") or record["tokens"]
    return [token.get("internal", token["id"]) for token in tokens]


def rewritten(tokview: str, vocabulary: str) -> Tokenizer:
    """The vocabulary as tokview writes it."""
    command = [tokview, "vocab", vocabulary]
    return Tokenizer.from_str(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode())


def random_text(seed: int, added: list[str]) -> str:
    """4,000 scalars: letters, digits, signs, white space, marks and whatever else Unicode has; and `added` tokens."""
    numbers = random.Random(seed)
    ranges = [(0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x5FF), (0x600, 0x6FF), (0x900, 0xDFF)]
    ranges += [(0x2000, 0x20CF), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0x1F300, 0x1F6FF), (0x20, 0xD7FF), (0xE000, 0x10FFFF)]
    pieces = []
    while len(pieces) < 4000:
        low, high = numbers.choice(ranges)
        pieces += [chr(numbers.randint(low, high)) for _ in range(numbers.randint(1, 6))]
        pieces.append(numbers.choice(["", " ", "  ", "\n", "\r\n", "\t", "12345", "'", "\u00a0", "a", "The"]))
        if added:
            pieces.append(numbers.choice(added + [""] * len(added)))
    return "".join(pieces)


def main() -> int:
    tokview, *rest = sys.argv[1:]
    separator = rest.index("--")
    failures = 0
    for vocabulary in rest[:separator]:
        peer = Tokenizer.from_file(vocabulary)
        again = rewritten(tokview, vocabulary)
        peer.encode_special_tokens = again.encode_special_tokens = True
        tokens = peer.get_added_tokens_decoder().values()
        # Where a token takes white space to its right and another one is found in it, the package gives overlapping tokens.
        added = sorted(token.content for token in tokens if not token.rstrip)
        for number in [str(n).zfill(width) for width in (1, 2, 3) for n in range(10**width)]:
            if not added and len(peer.encode(number).ids) != 1:
                print(f"{vocabulary}: {number} is not one token")
                failures += 1
        texts = [(f"random Unicode, seed {seed}", random_text(seed, added)) for seed in range(20)]
        for path in rest[separator + 1 :]:
            with open(path, "rb") as file:
                texts.append((path, file.read().decode("utf-8", "ignore")))
        for path, text in texts:
            expected = peer.encode(text, add_special_tokens=False).ids
            actual = ours(tokview, vocabulary, text.encode())
            same = actual == expected == again.encode(text, add_special_tokens=False).ids
            failures += not same
            print(f"{vocabulary}: {path}: {len(expected)} tokens, {'same' if same else 'DIFFERENT'}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
