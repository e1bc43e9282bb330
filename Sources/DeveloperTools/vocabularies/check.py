"""Opens bundled vocabularies with Hugging Face `tokenizers` and compares its ids with tokview's.

    check.py TOKVIEW VOCABULARY.json... -- TEXT...

Needs tokenizers==0.23.3. A Scaffold-BPE file is compared before its scaffold tokens are taken apart, which is what
`tokenizers` shows of it. Exit code 1 when anything differs.
"""

import json
import subprocess
import sys

from tokenizers import Tokenizer


def ours(tokview: str, vocabulary: str, text: bytes) -> list[int]:
    command = [tokview, "encode", "-t", vocabulary, "--json", "-"]
    record = json.loads(subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True).stdout)
    tokens = record.get("stage1") or record["tokens"]
    return [token.get("internal", token["id"]) for token in tokens]


def main() -> int:
    tokview, *rest = sys.argv[1:]
    separator = rest.index("--")
    failures = 0
    for vocabulary in rest[:separator]:
        peer = Tokenizer.from_file(vocabulary)
        for number in [str(n).zfill(width) for width in (1, 2, 3) for n in range(10**width)]:
            if len(peer.encode(number).ids) != 1:
                print(f"{vocabulary}: {number} is not one token")
                failures += 1
        for path in rest[separator + 1 :]:
            with open(path, "rb") as file:
                text = file.read().decode("utf-8", "ignore")
            expected = peer.encode(text, add_special_tokens=False).ids
            actual = ours(tokview, vocabulary, text.encode())
            same = actual == expected
            failures += not same
            print(f"{vocabulary}: {path}: {len(expected)} tokens, {'same' if same else 'DIFFERENT'}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
