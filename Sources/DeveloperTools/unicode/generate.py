"""Writes the Unicode tables of Sources/UnicodeText/Tables.

Run from the repository root, with the pinned packages of requirements.txt installed:

    python Sources/DeveloperTools/unicode/generate.py

Tokenizers disagree with each other as soon as their Unicode versions differ, so the classes are not read from the
Unicode character database: every code point is put through tiktoken and through tokenizers, with one pattern for each
class, and the run stops when the two differ.
"""

import pathlib

import tiktoken
import tokenizers

VERSIONS = {"tiktoken": "0.14.0", "tokenizers": "0.23.3"}
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


def class_letters():
    """One letter for each code point, as `ScalarClass.init(letter:)` reads it."""
    patterns = {
        "s": r"\s", "m": r"\p{M}", "u": r"[\p{Lu}\p{Lt}]", "l": r"\p{Ll}", "y": r"\p{Lm}", "x": r"\p{Lo}",
        "d": r"\p{Nd}", "n": r"[\p{Nl}\p{No}]",
    }  # fmt: skip
    members = {letter: peer_members(pattern) for letter, pattern in patterns.items()}
    assert set.union(*(members[k] for k in "ulyx")) == peer_members(r"\p{L}")
    assert members["d"] | members["n"] == peer_members(r"\p{N}")
    assert sum(map(len, members.values())) == len(set.union(*members.values())), "the classes overlap"
    letters = ["o"] * LIMIT
    for letter, values in members.items():
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


if __name__ == "__main__":
    main()
