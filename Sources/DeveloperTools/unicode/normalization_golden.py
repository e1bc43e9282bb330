"""Writes Tests/Golden/normalization.txt: what tokenizers makes of all code points and of seeded random sequences.

Run from the repository root, with the pinned packages of requirements.txt installed:

    python Sources/DeveloperTools/unicode/normalization_golden.py [SEQUENCES]

First 272 lines, one for each 4,096 code points: FNV-1a of what each code point becomes, NUL after each, NFC then NFKC.
Then a line for each sequence: source, NFC and NFKC as hexadecimal UTF-8.
"""

import pathlib
import random
import sys
import unicodedata

import tokenizers

nfc = tokenizers.normalizers.NFC().normalize_str
nfkc = tokenizers.normalizers.NFKC().normalize_str


def fnv(text):
    number = 0xCBF29CE484222325
    for byte in text.encode():
        number = (number ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{number:016X}"


def pools():
    """Scalars that meet each rule of normalization."""
    scalars = [chr(v) for v in range(0x110000) if not 0xD800 <= v < 0xE000]
    classes = {}
    for scalar in scalars:
        if unicodedata.combining(scalar):
            classes.setdefault(unicodedata.combining(scalar), []).append(scalar)
    canonical = [s for s in scalars if unicodedata.decomposition(s) and unicodedata.decomposition(s)[0] != "<"]
    compatible = [s for s in scalars if unicodedata.decomposition(s)[:1] == "<"]
    return [
        list("aeioqsw=<> \n1") + ["\u00e9", "\u1e9b", "\u03b1", "\u0915", "\u3042", "\u0b47", "\u1025"],
        [scalar for members in classes.values() for scalar in members[:2]],
        ["\u0300", "\u0301", "\u0308", "\u0323", "\u0327", "\u0338", "\u0345", "\u3099", "\u0b3e", "\u102e", "\u093c"],
        [chr(v) for v in (0x1100, 0x1112, 0x1161, 0x1175, 0x1176, 0x11A7, 0x11A8, 0x11C2, 0xAC00, 0xAC01, 0xD7A3, 0xD788)],
        canonical,
        compatible,
        ["\ufdfa", "\ufb01", "\uff21", "\u00a0", "\u00a8", "\u2126", "\u212b", "\u0344", "\u0958", "\u2adc", "\ufb1d"],
        scalars,
    ]


def main():
    assert tokenizers.__version__ == "0.23.3"
    lines = []
    for start in range(0, 0x110000, 4096):
        block = [chr(v) for v in range(start, start + 4096) if not 0xD800 <= v < 0xE000]
        lines.append(" ".join(fnv("".join(form(scalar) + "\0" for scalar in block)) for form in (nfc, nfkc)))
    numbers = random.Random(20261121)
    kinds = pools()
    for index in range(int(sys.argv[1]) if len(sys.argv) > 1 else 400):
        length = 60 if index % 50 == 0 else numbers.randint(1, 9)
        # Every fiftieth has marks only after its first scalar: more than the 30 that some implementations take.
        chosen = [kinds[0]] + [kinds[1]] * (length - 1) if index % 50 == 0 else numbers.choices(kinds, k=length)
        text = "".join(map(numbers.choice, chosen))
        lines.append(" ".join(t.encode().hex() for t in (text, nfc(text), nfkc(text))))
    pathlib.Path("Tests/Golden/normalization.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
