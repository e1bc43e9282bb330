"""Pieces of text as the bundled vocabularies see them: bytes, never strings."""

import json
from pathlib import Path

import regex

# The pretoken pattern of `general`.
PATTERN = (
    r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
PRETOKEN = regex.compile(PATTERN)


def _alphabet() -> dict[str, int]:
    """The byte-level alphabet of GPT-2: character -> byte."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table = {chr(byte): byte for byte in plain}
    others = [byte for byte in range(256) if byte not in set(plain)]
    table.update({chr(0x100 + place): byte for place, byte in enumerate(others)})
    return table


BYTE_OF = _alphabet()
CHARACTER_OF = {byte: character for character, byte in BYTE_OF.items()}


def decode(piece: str) -> bytes:
    return bytes(BYTE_OF[character] for character in piece)


def encode(piece: bytes) -> str:
    return "".join(CHARACTER_OF[byte] for byte in piece)


def pretokens(text: bytes) -> list[bytes]:
    """The pretokens of `text`, which must be UTF-8."""
    return [match.encode() for match in PRETOKEN.findall(text.decode())]


def read_tokenizer(path: Path) -> dict:
    return json.loads(path.read_text())


def visible_pieces(tokenizer: dict) -> list[bytes]:
    """Bytes of each public id: scaffold tokens are left out, the rest keeps its order."""
    model = tokenizer["model"]
    scaffold = set(model.get("tokview_scaffold", {}).get("scaffold", []))
    ordered = sorted(model["vocab"].items(), key=lambda entry: entry[1])
    return [decode(piece) for piece, identifier in ordered if identifier not in scaffold]
