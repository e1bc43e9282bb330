"""Measures an exported model and writes its card.

    card.py FOLDER --run RUN --held FOLDER -o FOLDER/README.md
"""

import argparse
import json
import unicodedata
from collections import defaultdict
from pathlib import Path

import numpy
import torch
from transformers import AutoModelForCausalLM

import measures
import pieces
from model import NULL_EXPERTS, REAL_EXPERTS, hidden_and_router
from windows import Windows

DOMAINS = {"en": "English", "tr": "Turkish", "code": "code", "legal": "legal", "fin": "financial", "arith": "arithmetic"}
# What the training aims at: title -> sources, bits per byte.
AIMS = {
    "English books": (("en/classic-books",), 1.85),
    "Turkish": (("tr/",), 1.95),
    "10-K reports": (("fin/sec-10k-mdna",), 1.55),
    "Python": (("code/python-stdlib", "code/thealgorithms-python"), 1.7),
}


def kind(piece: bytes) -> str:
    """The class of a token: what its first letter, digit or mark is."""
    for character in piece.decode("utf-8", "replace"):
        if character.isspace():
            continue
        category = unicodedata.category(character)[0]
        return {"L": "letters", "N": "digits", "P": "punctuation", "S": "symbols"}.get(category, "other")
    return "white space"


def mean_over(bits: dict, sources: tuple[str, ...], segmentation: str, sizes: dict) -> float:
    """Bits per byte of several sources, by their held-out bytes."""
    chosen = [key for key in bits if key[1] == segmentation and any(key[0].startswith(source) for source in sources)]
    return sum(bits[key] * sizes[key[0]] for key in chosen) / sum(sizes[key[0]] for key in chosen)


@torch.no_grad()
def null_use(model, windows, names: list[bytes], rows: int = 64, length: int = 256) -> dict[str, list[float]]:
    """Mean number of null experts among the three chosen, by class of token: {class: [layer]}."""
    order = numpy.random.default_rng(3).permutation(len(windows.documents))[:rows]
    ids = numpy.zeros((rows, length), dtype=numpy.int64)
    for row, place in enumerate(order):
        _, _, offset, count, _ = windows.documents[place]
        part = windows.tokens[offset:offset + min(count, length - 1)]
        ids[row, 0] = windows.start
        ids[row, 1:] = numpy.resize(part, length - 1)
    _, logits = hidden_and_router(model, torch.from_numpy(ids))
    kinds = numpy.array([kind(names[identifier]) if identifier < len(names) else "other" for identifier in ids.reshape(-1)])
    result = defaultdict(list)
    for layer in logits:
        nulls = (layer.float().softmax(-1).topk(3, -1).indices >= REAL_EXPERTS).sum(-1).numpy()
        for name in sorted(set(kinds)):
            if (kinds == name).sum() >= 50:
                result[name].append(float(nulls[kinds == name].mean()))
    return dict(result)


def table(head: list[str], rows: list[list]) -> list[str]:
    return ["| " + " | ".join(head) + " |", "|" + "---|" * len(head),
            *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows), ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--held", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=12, help="documents of each source; a third where segmentations are compared")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()

    log = [json.loads(line) for name in ("log.jsonl", "decay.jsonl") if (options.run / name).exists()
           for line in (options.run / name).read_text().splitlines()]
    if not log:
        raise SystemExit(f"{options.run} has no log yet: a run writes one line every 100 steps")
    model = AutoModelForCausalLM.from_pretrained(options.model, dtype=torch.float32).eval()
    start = model.config.vocab_size - 1
    held = Windows(options.held, start, 1)
    names = pieces.visible_pieces(pieces.read_tokenizer(options.model / "tokenizer.json"))
    sizes = defaultdict(int)
    for source, segmentation, _, _, many in held.documents:
        if segmentation == "bpe":
            sizes[source] += many
    segmentations = sorted({document[1] for document in held.documents})
    bits = measures.bits_per_byte(model, held, options.documents, segmentations=("bpe",))
    # The same documents in every segmentation, else they could not be compared.
    every = measures.bits_per_byte(model, held, options.documents // 3)
    generator = numpy.random.default_rng(9)
    load = measures.expert_load(model, torch.from_numpy(held.batch(64, 256, 0, 0, generator)))
    previous, induction = measures.head_tags(model, held)
    nulls = null_use(model, held, names)
    millions = log[-1]["seen"] / 1e6

    lines = ["# The bundled model", "",
             f"A mixture-of-experts decoder of {sum(p.numel() for p in model.parameters()) / 1e6:.1f} M parameters "
             f"(Qwen3MoeForCausalLM; width {model.config.hidden_size}, {model.config.num_hidden_layers} layers, "
             f"{model.config.num_attention_heads} heads; {REAL_EXPERTS} experts and {NULL_EXPERTS} null experts whose matrices are zero, "
             f"three chosen for each token; {model.config.vocab_size} token ids, 512 positions), trained from nothing on "
             f"{millions:.1f} M tokens by the recipe in `Sources/ModelTraining`. It exists to show what attention and routing "
             "look like under different cuts of a text, not to write text.", "",
             "Trained on: the texts listed in `Sources/DeveloperTools/vocabularies/mix.tsv`, whose sources and licences "
             "PROVENANCE.md of the vocabularies lists. Each document was cut by one tokenizer drawn at random (BPE, LBPE, "
             "Scaffold-BPE, right-to-left and single digits, greedy, fewest tokens, longest piece, random pieces). "
             "All figures below are measured on held-out text by `card.py`; none of it was trained on.", "",
             "## Bits per byte", "",
             "Windows of 256 tokens that begin with `<s>`; documents of about 3 kB. The aims are those that were set before training.", ""]
    lines += table(["text, cut by bpe", "bits per byte", "aim"],
                   [[title, f"{mean_over(bits, sources, 'bpe', sizes):.3f}", aim] for title, (sources, aim) in AIMS.items()])
    lines += table(["domain", *segmentations],
                   [[title, *(f"{mean_over(every, (domain + '/',), segmentation, sizes):.3f}" for segmentation in segmentations)]
                    for domain, title in DOMAINS.items()])
    lines += ["## Heads", "", "On blocks of 50 random common tokens said twice: mean weight on the token before, and on the token "
              "behind the earlier occurrence of the same token (induction). "
              f"Aims: one head of at least 0.5 and one of at least 0.4; the best are {max(map(max, previous)):.2f} and "
              f"{max(map(max, induction)):.2f}.", ""]
    lines += table(["layer", "head", "previous token", "induction"],
                   [[layer, head, f"{previous[layer][head]:.2f}", f"{induction[layer][head]:.2f}"]
                    for layer in range(len(previous)) for head in range(len(previous[layer]))])
    lines += ["## Experts", "", "Load of each expert on held-out text as a multiple of the even load; 8 to 11 are the null experts.", ""]
    lines += table(["layer", *map(str, range(REAL_EXPERTS + NULL_EXPERTS))],
                   [[layer, *(f"{value:.2f}" for value in values)] for layer, values in enumerate(load)])
    outside = [f"layer {layer} expert {expert} ({value:.2f})" for layer, values in enumerate(load)
               for expert, value in enumerate(values[:REAL_EXPERTS]) if not 0.2 <= value <= 4]
    lines += ["Aim: every expert that is not null between 0.2 and 4. "
              + ("Missed by " + ", ".join(outside) + "." if outside else "Reached."), ""]
    lines += ["Null experts among the three chosen, mean by class of token:", ""]
    lines += table(["class", *(f"layer {layer}" for layer in range(len(load)))],
                   [[name, *(f"{value:.2f}" for value in values)] for name, values in nulls.items()])
    lines += ["## Loss", "", "Nats per token while training (repeats included, sampled softmax until the last part).", ""]
    step = max(1, len(log) // 16)
    lines += table(["tokens seen (M)", "loss"], [[f"{entry['seen'] / 1e6:.1f}", entry["loss"]] for entry in log[step - 1::step]])
    options.output.write_text("\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
