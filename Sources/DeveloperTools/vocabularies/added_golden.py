"""Writes Tests/Golden/added: vocabularies shaped like KL3M's, and what tokenizers makes of hostile texts with them.

Run from the repository root with tokenizers==0.23.3:

    python Sources/DeveloperTools/vocabularies/added_golden.py

`pattern.json` has NFKC, the pattern of GPT-2, seven special tokens at its start and two thousand ordinary added tokens of
all kinds at its end, some of them with the bytes of learned ones. `whole.json` has no pre-tokenizer: NFKC and the
byte-level alphabet are normalizers, so that the text between added tokens is one pretoken. `sparse.json` is `pattern.json`
without pieces for four bytes, and with pieces outside the byte-level alphabet, also in a merge: no text can become those.
`characters.json` has no ByteLevel step at all, so that the package reads text by characters and leaves out what it does not
know. For each, `NAME.txt` has a line for each text: the text in hexadecimal digits, then the ids, special tokens left as text;
`NAME.special.txt` has texts with many special tokens, these parsed.
"""

import json
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


def build_characters():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.train_from_iterator(
        training_text(),
        trainers.BpeTrainer(vocab_size=700, special_tokens=SPECIAL, max_token_length=12, show_progress=False),
    )
    # Also a character that is an added token, and one that only an added token has.
    tokenizer.add_tokens(tokens(neighbours=True) + [AddedToken("é"), AddedToken("ő", single_word=True)])
    return tokenizer


def make_sparse(text):
    """The file without pieces for 0x18, 0xFF, `#` and a byte of many letters, and with dead pieces and merges."""
    file = json.loads(text)
    model = file["model"]
    used = {part for merge in model["merges"] for part in merge}
    missing = [piece for piece in ("\u0118", "ÿ", "#", "æ") if piece not in used]
    assert len(missing) == 4
    vocabulary = model["vocab"]
    # As many come as go: added tokens that the vocabulary lacks are numbered from its size on.
    for piece, dead in zip(missing, ["\n", " ", "b ", " b "]):
        vocabulary[dead] = vocabulary.pop(piece)
    model["merges"] = [["b", " "], *model["merges"], [" ", "b "]]
    return json.dumps(file, ensure_ascii=False)


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


def texts_with_gaps():
    """Texts with much that `sparse` and `characters` lack."""
    numbers = random.Random(11)
    out = ["\x18", "☃", "☃☃ ☃", "(a)☃", "☃(a)☃", "ba\x18co", "b☃a☃co☃", "☃ <l>", "日", "<|end|>☃", "☃ő☃", "xő", "éx"]
    pieces = ["\x18", "\x18\x18", "☃", "æ", "ç", "#", "☃☃", "ő", "é", "ﷺ", "日本", "ﬁ", "½", "(a)", "1776", "<l>", "ab", "ba", "co"]
    pieces += list("abcdefghijklmo §1.20 \n")
    for size in [3, 8, 20, 60] * 40:
        out.append("".join(numbers.choices(pieces, k=size)))
    return out


def texts_with_specials():
    """Texts with special tokens beside all else."""
    numbers = random.Random(13)
    pieces = [piece for piece in contents() if piece not in RIGHT] + ["<l>", "<r>.", "<b>."]
    other = [" baco", "ba", "(a)", "1776", " ", "  ", "\n", "e\u0301", "ﬁ", "½", "<|", "|>", "<|start", "end|>", "日", "."]
    out = ["<|start|>", "<|start|><|end|>", "<|start|>ab<|end|>", "x <|end|> y", "<|start|start|>", "<|pad|><l>  <|end|>"]
    for size in [3, 8, 20] * 40:
        chosen = numbers.choices([SPECIAL, pieces, other], [4, 3, 3], k=size)
        out.append("".join(map(numbers.choice, chosen)))
    return out


RIGHT = {token.content for token in tokens(True) if token.rstrip}


def write(file, tokenizer, chosen):
    lines = [f"{text.encode().hex()} {' '.join(map(str, tokenizer.encode(text).ids))}".rstrip() for text in chosen]
    (FOLDER / file).write_text("\n".join(lines) + "\n")
    print(file, tokenizer.get_vocab_size(), len(lines))


def main():
    assert tokenizers.__version__ == "0.23.3"
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = {name: build(name == "whole").to_str() for name in ("pattern", "whole")}
    files |= {"sparse": make_sparse(files["pattern"]), "characters": build_characters().to_str()}
    for name, text in files.items():
        (FOLDER / f"{name}.json").write_text(text)
        tokenizer = Tokenizer.from_file(str(FOLDER / f"{name}.json"))
        tokenizer.encode_special_tokens = True
        chosen = texts() + (texts_with_gaps() if name in ("sparse", "characters") else [])
        write(f"{name}.txt", tokenizer, chosen)
        tokenizer.encode_special_tokens = False
        write(f"{name}.special.txt", tokenizer, texts_with_specials())


if __name__ == "__main__":
    main()
