"""Writes the Unicode tables of Sources/UnicodeText/Tables.

Run from the repository root, with the pinned packages of requirements.txt installed:

    python Sources/DeveloperTools/unicode/generate.py

Tokenizers disagree with each other as soon as their Unicode versions differ, so the classes are not read from the
Unicode character database: every code point is put through tiktoken and through tokenizers, with one pattern for each
class, and the run stops when the two differ.

Categories and grapheme cluster breaks come out of tiktoken as well. East Asian width (wcwidth) and the conjunct break
property (regex) come from Unicode 18.0.0, restricted to what is assigned in 16.0.0: no package of the older version
offers them.
"""

import pathlib

import regex
import tiktoken
import tokenizers
from wcwidth.table_wide import WIDE_EASTASIAN

VERSIONS = {"regex": "2026.11.15", "tiktoken": "0.14.0", "tokenizers": "0.23.3", "wcwidth": "0.9.4"}
UNICODE_VERSION = "16.0.0"
LIMIT = 0x110000
ROOT = pathlib.Path("Sources/UnicodeText/Tables")

SCALARS = [chr(value) for value in range(LIMIT) if not 0xD800 <= value < 0xE000]
BYTES = {bytes([value]): value for value in range(256)}


def tiktoken_members(pattern):
    """The scalars that `pattern`, which matches one scalar, matches in tiktoken, which drops what no match covers."""
    encoding = tiktoken.Encoding("probe", pat_str=pattern, mergeable_ranks=BYTES, special_tokens={})
    return set(map(ord, encoding.decode_bytes(encoding.encode_ordinary("".join(SCALARS))).decode()))


def tokenizers_members(pattern):
    """The same in tokenizers, which removes what matches."""
    split = tokenizers.pre_tokenizers.Split(tokenizers.Regex(pattern), "removed")
    kept = set()
    for start in range(0, len(SCALARS), 4096):
        for piece, _ in split.pre_tokenize_str("".join(SCALARS[start : start + 4096])):
            kept.update(map(ord, piece))
    return set(map(ord, SCALARS)) - kept


def peer_members(pattern):
    members = tiktoken_members(pattern)
    if members != tokenizers_members(pattern):
        raise SystemExit(f"tiktoken and tokenizers differ on {pattern}")
    return members


def runs(letters):
    """Run lengths of a list of LIMIT letters: upper-case hexadecimal length, then the letter."""
    pieces, start = [], 0
    for value in range(1, LIMIT + 1):
        if value == LIMIT or letters[value] != letters[start]:
            pieces.append(f"{value - start:X}{letters[start]}")
            start = value
    return pieces


def write(name, summary, letters):
    lines, line = [], ""
    for piece in runs(letters):
        if len(line) + len(piece) > 110:
            lines.append(line)
            line = ""
        line += piece
    lines.append(line)
    body = "\\\n    ".join(lines)
    text = (
        f"// Written by Sources/DeveloperTools/unicode/generate.py; do not edit.\n\n"
        f"/// {summary}\n"
        f"enum {name} {{\n"
        f'  static let runs: StaticString = """\n    {body}\n    """\n'
        f"}}\n"
    )
    (ROOT / f"{name}.swift").write_text(text)


def word_members():
    """`\\w` as tokenizers asks it of the neighbours of an added token."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.add_tokens([tokenizers.AddedToken("QQ", single_word=True, normalized=False)])
    members = {ord(scalar) for scalar in SCALARS if not tokenizer.encode("QQ" + scalar).ids}
    letters = set.union(*(peer_members(pattern) for pattern in (r"\p{L}", r"\p{M}", r"\p{Nd}", r"\p{Nl}")))
    if members != tiktoken_members(r"\w") or not letters <= members:
        raise SystemExit("tiktoken and tokenizers differ on words")
    return members


def class_letters():
    """One letter for each code point, as `ScalarClass.init(letter:)` reads it."""
    patterns = {
        "s": r"\s", "m": r"\p{M}", "u": r"[\p{Lu}\p{Lt}]", "l": r"\p{Ll}", "y": r"\p{Lm}", "x": r"\p{Lo}",
        "d": r"\p{Nd}", "r": r"\p{Nl}", "n": r"\p{No}",
    }  # fmt: skip
    members = {letter: peer_members(pattern) for letter, pattern in patterns.items()}
    members["w"] = word_members() - set.union(*members.values())
    assert set.union(*(members[k] for k in "ulyx")) == peer_members(r"\p{L}")
    assert members["d"] | members["r"] | members["n"] == peer_members(r"\p{N}")
    assert sum(map(len, members.values())) == len(set.union(*members.values())), "the classes overlap"
    letters = ["o"] * LIMIT
    for letter, values in members.items():
        for value in values:
            letters[value] = letter
    return letters


def conjunct_members(value):
    return set(map(ord, regex.findall(rf"\p{{InCB={value}}}", "".join(SCALARS))))


def assigned_members():
    """Assigned and not private; by subtraction, because tiktoken's negated classes take in U+D7FF and U+E000."""
    return set(map(ord, SCALARS)) - tiktoken_members(r"\p{Cn}") - tiktoken_members(r"\p{Co}")


def display_letters():
    """One letter for each code point, as `DisplayClass.init(letter:)` reads it; later lines win."""
    wide = {value for first, last in WIDE_EASTASIAN["18.0.0"] for value in range(first, last + 1)}
    # wcwidth counts every mark as zero wide; spacing marks take cells, and these are wide by East Asian width.
    wide |= {0x302E, 0x302F, 0x16FF0, 0x16FF1}
    conjoining = set(range(0x1160, 0x1200)) | set(range(0xD7B0, 0xD800))
    # Braille blank and the null note head are printable by category, and empty in every font.
    empty = {0x2800, 0x1D159}
    assigned = assigned_members()
    letters = ["e"] * LIMIT
    for letter, values in [
        ("n", assigned), ("w", wide), ("m", tiktoken_members(r"[\p{Mn}\p{Me}]")), ("j", conjoining),
        ("r", tiktoken_members(r"\p{Regional_Indicator}")), ("c", tiktoken_members(r"\p{Cc}")),
        ("s", tiktoken_members(r"[\p{Zs}\p{Zl}\p{Zp}]") - {0x20}), ("i", empty | tiktoken_members(r"\p{Cf}")),
        ("i", tiktoken_members(r"\p{Default_Ignorable_Code_Point}")),
        ("b", tiktoken_members(r"\p{Bidi_Control}")),
    ]:  # fmt: skip
        for value in values & assigned:
            letters[value] = letter
    return letters


def grapheme_letters():
    """One letter for each code point, as `GraphemeClass.init(letter:)` reads it."""
    names = {
        "CR": "r", "LF": "n", "Control": "c", "ZWJ": "z", "Regional_Indicator": "i", "Prepend": "p",
        "SpacingMark": "s", "L": "l", "V": "v", "T": "t", "LV": "g", "LVT": "h",
    }  # fmt: skip
    extend = tiktoken_members(r"\p{gcb=Extend}")
    linker = conjunct_members("Linker") & extend
    conjunct = conjunct_members("Extend") & extend
    groups = {letter: tiktoken_members(rf"\p{{gcb={name}}}") for name, letter in names.items()}
    groups |= {"x": conjunct, "k": linker, "q": extend - conjunct - linker}
    groups["e"] = tiktoken_members(r"\p{Extended_Pictographic}")
    groups["b"] = conjunct_members("Consonant") & assigned_members()
    assert sum(map(len, groups.values())) == len(set.union(*groups.values())), "the classes overlap"
    letters = ["o"] * LIMIT
    for letter, values in groups.items():
        for value in values:
            letters[value] = letter
    return letters


def main():
    for package, version in VERSIONS.items():
        found = __import__(package).__version__
        if found != version:
            raise SystemExit(f"{package} {found} found, {version} wanted")
    ROOT.mkdir(exist_ok=True)
    write("ScalarClassRuns", f"Classes of all code points, Unicode {UNICODE_VERSION}, as tiktoken and tokenizers have them.",
          class_letters())  # fmt: skip
    write("DisplayClassRuns", f"How code points are shown; assigned means assigned in Unicode {UNICODE_VERSION}.",
          display_letters())  # fmt: skip
    write("GraphemeClassRuns", f"Grapheme cluster break classes, Unicode {UNICODE_VERSION}.", grapheme_letters())


if __name__ == "__main__":
    main()
