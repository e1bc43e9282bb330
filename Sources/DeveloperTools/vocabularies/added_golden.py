"""Writes Tests/Golden/added: vocabularies shaped like KL3M's, and what tokenizers makes of hostile texts with them.

Run from the repository root with tokenizers==0.23.3:

    python Sources/DeveloperTools/vocabularies/added_golden.py

`pattern.json` has NFKC, the pattern of GPT-2, seven special tokens at its start and two thousand ordinary added tokens of
all kinds at its end, some of them with the bytes of learned ones. `whole.json` has no pre-tokenizer: NFKC and the
byte-level alphabet are normalizers, so that the text between added tokens is one pretoken. For each, `NAME.txt` has a line
for each text: the text in hexadecimal digits, then the ids, special tokens left as text.
"""

import pathlib
import random

import tokenizers
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

FOLDER = pathlib.Path("Tests/Golden/added")
SPECIAL = ["<|start|>", "<|end|>", "<|pad|>", "<|unk|>", "<|sep|>", "<|cls|>", "<|mask|>"]


def training_text():
    """Words of syllables, so that there is something to learn."""
    numbers = random.Random(3)
    syllables = ["ba", "co", "de", "fi", "gu", "ha", "ju", "ki", "la", "mo", "§", "ş", "é", "1", "20", "."]
    words = ["".join(numbers.choices(syllables, k=numbers.randint(1, 3))) for _ in range(300)]
    return [" ".join(numbers.choices(words, k=12)) + numbers.choice([".", ",\n", "\n\n", "  "]) for _ in range(400)]


def contents():
    """What is added, without flags."""
    out = [character * count for character in " \t\n\r" for count in range(2, 9)]
    out += ["#" * count for count in range(2, 7)] + ["<div", "</div>", "<p>", "</p>", '":"', "```", "http://", "https://"]
    out += [str(year) for year in range(1776, 2050)] + [f"({letter})" for letter in "abcdefghijklmnopqrstuvwxyzABCXYZ"]
    out += [f"({number})" for number in range(1, 100)] + ["(ii)", "(iii)", "(iv)", "(xii)"]
    out += [str(number) for number in range(100, 1000)] + [f"§ {number}" for number in range(1, 100)]
    out += [f"{number} U.S.C." for number in range(1, 55)] + [f"{number} C.F.R." for number in range(1, 51)]
    out += ["ﬁ(", "①", "Ａ.", "e\u0301!", "½ ", "ab", "abab", "ababab", "babc", "\u00a0\u00a0", "日本", "§§§"]
    out += [f"{a}{b}-{c}" for a in "xyz" for b in "pqr" for c in range(60)]
    return out


def tokens(neighbours):
    numbers = random.Random(5)
    out = []
    for content in dict.fromkeys(contents()):
        flags = {}
        if neighbours and numbers.random() < 0.1:
            flags[numbers.choice(["single_word", "lstrip", "rstrip"])] = True
        out.append(AddedToken(content, normalized=numbers.random() < 0.9, **flags))
    if neighbours:
        out += [AddedToken(f"{name}.", single_word=True) for name in ("U.S", "F.3d", "Fed", "Cir", "a", "é", "Ⅷ")]
        out += [AddedToken("<l>", lstrip=True), AddedToken("<r>", rstrip=True, normalized=False)]
        out += [AddedToken("<b>", lstrip=True, rstrip=True, single_word=True)]
    # Alike once they are normalised: the package refuses the second one.
    form = normalizers.NFKC()
    known, kept = set(), []
    for token in out:
        key = form.normalize_str(token.content) if token.normalized else token.content
        if token.content not in known and key not in known:
            known |= {token.content, key}
            kept.append(token)
    return kept


def build(whole):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=not whole)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        training_text(),
        trainers.BpeTrainer(
            vocab_size=700, special_tokens=SPECIAL, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
            max_token_length=12, show_progress=False,
        ),
    )  # fmt: skip
    if whole:
        tokenizer.pre_tokenizer = None
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.ByteLevel()])
    else:
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC()])
    tokenizer.add_tokens(tokens(neighbours=not whole))
    return tokenizer


def texts():
    numbers = random.Random(7)
    pieces = contents() + SPECIAL + ["U.S.", "F.3d.", "Fed.", "a.", "<l>", "<r>", "<b>", "é.", "Ⅷ."]
    other = list("abcdefgh é ş§.,-_(){}[]/\\'\"\n\t  0123456789①ﬁＡ\u00a0\u0301\u0323\u1100\u1161\u11a8日本文ﷺ\u2009\u3000\ufeff½")
    other += [" the", " baco", "\r\n", "  ", "don't", "e\u0301", "a\u0323\u0301", "\ufdfa", "U.S.C. ", "Ⓐ", "\u200d", "😀"]
    out = ["", " ", "\n", "11 U.S.C. § 362(a)", "28 C.F.R. § 14.2(a)", "<|start|>ab<|end|>", "xU.S. U.S. U.S.x"]
    for size in [3, 8, 20, 60] * 60:
        chosen = [numbers.choice(pieces if numbers.random() < 0.4 else other) for _ in range(size)]
        # A match inside white space that was taken gives the package overlapping tokens: none after <r> and <b>.
        out.append("".join(piece + "." if piece in ("<r>", "<b>") or piece in RIGHT else piece for piece in chosen))
    return out


RIGHT = {token.content for token in tokens(True) if token.rstrip}


def main():
    assert tokenizers.__version__ == "0.23.3"
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, whole in [("pattern", False), ("whole", True)]:
        tokenizer = build(whole)
        (FOLDER / f"{name}.json").write_text(tokenizer.to_str())
        tokenizer = Tokenizer.from_file(str(FOLDER / f"{name}.json"))
        tokenizer.encode_special_tokens = True
        lines = [f"{text.encode().hex()} {' '.join(map(str, tokenizer.encode(text).ids))}".rstrip() for text in texts()]
        (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n")
        print(name, tokenizer.get_vocab_size(), len(lines))


if __name__ == "__main__":
    main()
