"""What a checkpoint is judged by: bits per byte, expert load, head tags."""

import json
import math
from collections import defaultdict

import numpy
import torch
import torch.nn.functional as F

from model import NULL_EXPERTS, REAL_EXPERTS, hidden_and_router


@torch.no_grad()
def window_bits(model, ids: torch.Tensor) -> torch.Tensor:
    """Bits of each token behind the first of each row. [rows, length] -> [rows, length - 1]"""
    hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
    weight = model.model.embed_tokens.weight
    bits = []
    for row, wanted in zip(hidden, ids[:, 1:]):
        bits.append(F.cross_entropy((row @ weight.T).float(), wanted, reduction="none"))
    return torch.stack(bits) / math.log(2)


def bits_per_byte(model, windows, documents: int, length: int = 256, segmentations=None, seed: int = 1) -> dict:
    """{(domain, segmentation): bits per byte} over the first `documents` documents of each source, drawn by `seed`.

    A document is read in windows of `length` ids that begin with `<s>`; a source is a file of the slices.
    """
    groups = defaultdict(list)
    for document in windows.documents:
        if segmentations is None or document[1] in segmentations:
            groups[document[0], document[1]].append(document)
    result = {}
    for key, entries in sorted(groups.items()):
        order = numpy.random.default_rng(seed).permutation(len(entries))[:documents]
        bits = size = 0.0
        for place in order:
            _, _, offset, count, many = entries[place]
            tokens = windows.tokens[offset:offset + count].astype(numpy.int64)
            size += many
            parts = [tokens[start:start + length - 1] for start in range(0, count, length - 1)]
            rows = numpy.zeros((len(parts), length), dtype=numpy.int64)
            mask = numpy.zeros((len(parts), length - 1), dtype=bool)
            rows[:, 0] = windows.start
            for row, part in enumerate(parts):
                rows[row, 1:len(part) + 1] = part
                mask[row, :len(part)] = True
            bits += float(window_bits(model, torch.from_numpy(rows))[torch.from_numpy(mask)].sum())
        result[key] = bits / size
    return result


@torch.no_grad()
def expert_load(model, ids: torch.Tensor) -> list[list[float]]:
    """Load of each expert in each layer over `ids`, as a multiple of the even load."""
    _, logits = hidden_and_router(model, ids)
    result = []
    for layer in logits:
        chosen = layer.float().softmax(-1).topk(3, -1).indices
        load = torch.bincount(chosen.reshape(-1), minlength=REAL_EXPERTS + NULL_EXPERTS).float()
        result.append((load * len(load) / load.sum()).tolist())
    return result


@torch.no_grad()
def head_tags(model, windows, size: int = 50, rows: int = 8, seed: int = 5) -> tuple[list, list]:
    """Previous-token and induction score of each head on blocks of `size` random tokens said twice.

    Previous token: mean of A[i, i-1]. Induction: mean of A[i, i-size+1] over the second saying. Both [layer][head].
    """
    generator = numpy.random.default_rng(seed)
    blocks = generator.choice(windows.common, (rows, size)).astype(numpy.int64)
    ids = torch.from_numpy(numpy.concatenate([numpy.full((rows, 1), windows.start), blocks, blocks], axis=1))
    kind = model.config._attn_implementation
    model.set_attn_implementation("eager")
    maps = model.model(input_ids=ids, output_attentions=True, use_cache=False).attentions
    model.set_attn_implementation(kind)
    previous, induction = [], []
    for layer in maps:
        previous.append(layer.diagonal(offset=-1, dim1=-2, dim2=-1).float().mean((0, 2)).tolist())
        second = layer.diagonal(offset=-(size - 1), dim1=-2, dim2=-1)[..., 2:]
        induction.append(second.float().mean((0, 2)).tolist())
    return previous, induction
