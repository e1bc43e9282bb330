"""Golden traces: what stock `transformers` computes for a few token lists, as one safetensors file.

    golden.py MODEL_FOLDER -o FILE [--check FILE]

Text n has the tensors `n.ids`, `n.attn` [layer, head, query, key], `n.router` [layer, token, expert], `n.norms`
[layer + 1, token], `n.lse` [token], `n.logits` [token, 64] of the ids in `fixed`, `n.top` and `n.top_logits` [token, 8].
With --check nothing is written: the model is run and compared with FILE, as a reader of the folder would.
Weights are taken to F32 first, so that the numbers are those of the rounded weights and not of half-precision arithmetic.
"""

import argparse
from pathlib import Path

import numpy
import torch
from safetensors.numpy import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

TEXTS = [
    "The quick brown fox jumps over the lazy dog.",
    "Evlerimizden çıktık, kitabı aldık.",
    "1234567 + 7654321 = 8888888",
    "def f(x):\n    return x + 1\n",
    "See 42 U.S.C. § 1983 and 11 U.S.C. § 362(a).",
    "one two three four one two three four one two",
]


@torch.no_grad()
def trace(model, ids: list[int], fixed: numpy.ndarray) -> dict[str, numpy.ndarray]:
    """Everything that is compared, for one list of ids."""
    router = []
    gates = [module for name, module in model.named_modules() if name.endswith("mlp.gate")]
    handles = [gate.register_forward_hook(lambda _, __, output: router.append(output[0])) for gate in gates]
    output = model(torch.tensor([ids]), output_attentions=True, output_hidden_states=True, use_cache=False)
    for handle in handles:
        handle.remove()
    residuals = []
    # The last hidden state of `transformers` is normalised already; the one before the final norm comes from a hook.
    norm = next(module for name, module in model.named_modules() if name in ("model.norm", "transformer.ln_f"))
    handle = norm.register_forward_pre_hook(lambda _, arguments: residuals.append(arguments[0]))
    model(torch.tensor([ids]), use_cache=False)
    handle.remove()
    states = [*output.hidden_states[:-1], residuals[0]]
    logits = output.logits[0]
    top = logits.topk(8)
    result = {
        "ids": numpy.array(ids, dtype=numpy.int32),
        "attn": torch.cat(output.attentions).numpy(),
        "norms": torch.stack([state[0].norm(dim=-1) for state in states]).numpy(),
        "lse": logits.logsumexp(-1).numpy(),
        "logits": logits[:, fixed.tolist()].numpy(),
        "top": top.indices.int().numpy(),
        "top_logits": top.values.numpy(),
    }
    if router:
        result["router"] = torch.stack([part.reshape(len(ids), -1) for part in router]).numpy()
    return {name: numpy.ascontiguousarray(value) for name, value in result.items()}


def traces(model, lists: list[list[int]]) -> dict[str, numpy.ndarray]:
    """Traces of all lists, with the ids whose logits are kept."""
    fixed = numpy.sort(numpy.random.default_rng(64).choice(model.config.vocab_size, 64, replace=False)).astype(numpy.int32)
    result = {"fixed": fixed}
    for number, ids in enumerate(lists):
        result.update({f"{number}.{name}": value for name, value in trace(model, ids, fixed).items()})
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--check", type=Path)
    options = parser.parse_args()
    model = AutoModelForCausalLM.from_pretrained(options.model, dtype=torch.float32, attn_implementation="eager").eval()
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    start = tokenizer.convert_tokens_to_ids("<s>")
    lists = [[start, *tokenizer(text, add_special_tokens=False)["input_ids"]][:20] for text in TEXTS]
    made = traces(model, lists)
    if options.check:
        wanted = load_file(options.check)
        assert made.keys() == wanted.keys(), sorted(made.keys() ^ wanted.keys())
        worst = 0.0
        for name, value in wanted.items():
            assert made[name].shape == value.shape, name
            if value.dtype == numpy.int32:
                assert (made[name] == value).all(), name
            else:
                worst = max(worst, float(numpy.abs(made[name] - value).max()))
                assert worst <= 1e-3, (name, worst)
        print(f"{len(lists)} traces agree; largest difference {worst:.2g}")
    if options.output:
        save_file(made, options.output)


if __name__ == "__main__":
    main()
