"""Writes the normalization tables of Sources/UnicodeText/Tables.

Run from the repository root, with the pinned packages of requirements.txt installed:

    python Sources/DeveloperTools/unicode/normalization.py

What counts is what tokenizers does, whose tables are older than its classes of characters: decompositions, combining
classes and compositions are all put to it, one code point or pair after the other. The Unicode database of Python only
says which code points to ask about and names the combining classes. Scalars that the older version does not know are
left as they are.
"""

import pathlib
import unicodedata

import tokenizers

TOKENIZERS_VERSION = "0.23.3"
UNICODE_VERSION = "9.0.0"
ROOT = pathlib.Path("Sources/UnicodeText/Tables")

SCALARS = [value for value in range(0x110000) if not 0xD800 <= value < 0xE000]
HANGUL = range(0xAC00, 0xD7A4)

nfd = tokenizers.normalizers.NFD().normalize_str
nfkd = tokenizers.normalizers.NFKD().normalize_str
nfc = tokenizers.normalizers.NFC().normalize_str


def combining_classes():
    """The class of each code point that has one, tested for its order beside a mark of every other class."""
    lowest, highest = chr(0x334), chr(0x345)
    assert (unicodedata.combining(lowest), unicodedata.combining(highest)) == (1, 240)
    classes = {}
    for value in SCALARS:
        mark = chr(value)
        if nfd(mark) == mark and nfd("a" + highest + mark + lowest) != "a" + highest + mark + lowest:
            classes[value] = unicodedata.combining(mark)
    marks = {number: chr(value) for value, number in classes.items()}
    for value, number in classes.items():
        assert number > 0
        for other, mark in marks.items():
            assert (nfd("a" + chr(value) + mark) == "a" + mark + chr(value)) == (other < number or chr(value) == mark)
            assert (nfd("a" + mark + chr(value)) == "a" + chr(value) + mark) == (number < other or chr(value) == mark)
    return classes


def decompositions():
    """Full canonical and compatible decompositions, without Hangul syllables; None where there is none."""
    found = {}
    for value in SCALARS:
        text = chr(value)
        canonical, compatible = nfd(text), nfkd(text)
        if value not in HANGUL and (canonical != text or compatible != text):
            found[value] = (canonical if canonical != text else None, compatible if compatible != canonical else None)
    return found


def compositions():
    """The pairs that join, by what they join to, without Hangul."""
    found = {}
    for value in SCALARS:
        parts = unicodedata.decomposition(chr(value)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            first, second = (int(part, 16) for part in parts)
            if nfc(chr(first) + chr(second)) == chr(value):
                found[value] = (first, second)
    return found


def packed(entries):
    """`+STEP[*COUNT]BODY` for each value that has a body: steps from the value before, and counts of values in a row.

    Values in a row share an entry when their bodies are equal, or one scalar each that goes up with the value.
    """
    pieces, last = [], 0
    values = sorted(entries)
    index = 0
    while index < len(values):
        start = index
        body = entries[values[start]]
        while index + 1 < len(values) and values[index + 1] == values[index] + 1:
            if entries[values[index + 1]] != body(index + 1 - start):
                break
            index += 1
        count = f"*{index - start + 1:X}" if index > start else ""
        pieces.append(f"+{values[start] - last:X}{count}{body(0)}")
        last = values[index]
        index += 1
    return pieces


class Body(tuple):
    """Text of an entry: letters and the scalars after them."""

    def __call__(self, step):
        raised = len(self) == 1 and self[0][0] in "=~" and len(self[0][1]) == 1
        if step > 0 and not raised and self[0][0] in "=~":
            return None
        return Body((letter, tuple(scalar + step for scalar in scalars) if raised else scalars) for letter, scalars in self)

    def __str__(self):
        return "".join(letter + ".".join(f"{scalar:X}" for scalar in scalars) for letter, scalars in self)

    __format__ = lambda self, _: str(self)


def lines(pieces):
    out, line = [], ""
    for piece in pieces:
        if len(line) + len(piece) > 110:
            out.append(line)
            line = ""
        line += piece
    return "\\\n    ".join(out + [line])


def scalars(text):
    return tuple(map(ord, text))


def main():
    if tokenizers.__version__ != TOKENIZERS_VERSION:
        raise SystemExit(f"tokenizers {tokenizers.__version__} found, {TOKENIZERS_VERSION} wanted")
    classes = {value: Body([(":", (number,))]) for value, number in combining_classes().items()}
    mappings = {
        value: Body([(mark, scalars(text)) for mark, text in zip("=~", texts) if text is not None])
        for value, texts in decompositions().items()
    }
    pairs = {value: Body([("&", pair)]) for value, pair in compositions().items()}
    text = (
        "// Written by Sources/DeveloperTools/unicode/normalization.py; do not edit.\n\n"
        f"/// Normalization of Unicode {UNICODE_VERSION}, as tokenizers {TOKENIZERS_VERSION} has it, without Hangul syllables; see\n"
        "/// `NormalizationData` for the notation.\n"
        "enum NormalizationTables {\n"
        f'  static let unicodeVersion = "{UNICODE_VERSION}"\n'
    )
    for name, summary, entries in [
        ("combiningClasses", "`:` and the combining class, where it is not 0.", classes),
        ("decompositions", "`=` and the canonical decomposition, `~` and the compatible one, where it differs.", mappings),
        ("compositions", "`&` and the two scalars that join.", pairs),
    ]:
        text += f'\n  /// {summary}\n  static let {name}: StaticString = """\n    {lines(packed(entries))}\n    """\n'
    (ROOT / "NormalizationTables.swift").write_text(text + "}\n")


if __name__ == "__main__":
    main()
