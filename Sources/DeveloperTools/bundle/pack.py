#!/usr/bin/env python3
"""Packs bundled vocabularies: pack.py FILE.json ... writes FILE.packed beside each. The format stands in Sources/Formats/PackedVocabulary.swift.

generate.sh runs it; tests compare what both files say.
"""
import json
import pathlib
import struct
import sys

FLAGS = ["special", "single_word", "lstrip", "rstrip", "normalized"]


def alphabet():
    """The byte of each character of the byte-level alphabet."""
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return {chr(byte): byte for byte in shown} | {chr(256 + place): byte for place, byte in enumerate(hidden)}


def name(text):
    return struct.pack("B", len(text)) + text.encode()


def numbers(values):
    return struct.pack(f"<{len(values)}I", *values)


def packed(file):
    model = file["model"]
    ids = model["vocab"]
    parts = [merge.split(" ") if isinstance(merge, str) else merge for merge in model["merges"]]
    pairs = [(ids[left], ids[right]) for left, right in parts]
    added = file["added_tokens"]
    # What the format leaves out must be so.
    assert all(ids[char] == byte for char, byte in alphabet().items())
    assert all(ids[left + right] == 256 + rank for rank, (left, right) in enumerate(parts))
    assert len(ids) == 256 + len(pairs) <= 1 << 16
    assert not model.get("ignore_merges")
    scaffold = model.get("tokview_scaffold", {}).get("scaffold", [])
    out = b"tokview\x01"
    out += name("gpt2" if file["pre_tokenizer"]["type"] == "ByteLevel" else "tokview")
    out += name(file["normalizer"]["type"] if file["normalizer"] else "")
    out += numbers([len(scaffold), *scaffold])
    out += numbers([len(added)])
    for token in added:
        content = token["content"].encode()
        flags = sum(1 << bit for bit, flag in enumerate(FLAGS) if token[flag])
        out += numbers([token["id"], flags, len(content)]) + content
    out += numbers([len(pairs)])
    return out + b"".join(struct.pack("<HH", *pair) for pair in pairs)


for argument in sys.argv[1:]:
    path = pathlib.Path(argument)
    path.with_suffix(".packed").write_bytes(packed(json.loads(path.read_text("utf-8"))))
