"""Runs a model of `transformers` over a text and writes what tokview shows of it: NAME.trace.safetensors.

    dump.py MODEL TEXT_FILE -o NAME.trace.safetensors [--layers 0,1,5] [--tokens 512] [--dtype float32]

Needs torch, transformers and safetensors; MODEL is a folder or a hub name with a fast tokenizer. Open it with
`tokview NAME.trace.safetensors`. Attention takes 2 bytes x heads x tokens^2 for each layer: choose layers for big models.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("model")
parser.add_argument("text", type=Path)
parser.add_argument("-o", "--output", required=True)
parser.add_argument("--layers")
parser.add_argument("--tokens", type=int, default=512)
parser.add_argument("--dtype", default="auto")
options = parser.parse_args()
text = options.text.read_bytes().decode()
tokenizer = AutoTokenizer.from_pretrained(options.model)
encoded = tokenizer(text, return_offsets_mapping=True, truncation=True, max_length=options.tokens)
ids, spans = encoded["input_ids"], encoded["offset_mapping"]
if tokenizer.bos_token_id is not None and ids[:1] != [tokenizer.bos_token_id]:
    ids, spans = [tokenizer.bos_token_id, *ids][: options.tokens], [(0, 0), *spans][: options.tokens]
# Characters to bytes; empty spans are special tokens. Of tokens that share a character the first owns its bytes.
offsets, end = [], 0
for first, last in spans:
    start, stop = len(text[:first].encode()), len(text[:last].encode())
    offsets.append([max(start, end), stop] if last > first else [-1, -1])
    end = max(end, stop)

model = AutoModelForCausalLM.from_pretrained(options.model, dtype=options.dtype, attn_implementation="eager").eval()
layers = map(int, options.layers.split(",")) if options.layers else range(model.config.num_hidden_layers)
router = {}
for name, module in model.named_modules():
    if name.endswith((".mlp.gate", ".mlp.router", ".block_sparse_moe.gate")):
        layer = int(name.split("layers.")[1].split(".")[0])
        module.register_forward_hook(lambda _, __, out, layer=layer: router.update(
            {layer: (out[0] if isinstance(out, tuple) else out).reshape(len(ids), -1)}))
with torch.no_grad():
    output = model(torch.tensor([ids]), output_attentions=True, use_cache=False)
log_p = output.logits[0].float().log_softmax(-1)
past = [log_p[i - 1, ids[i]].item() if i else float("nan") for i in range(len(ids))]
tensors = {
    "tokens.ids": torch.tensor(ids, dtype=torch.int32), "tokens.offsets": torch.tensor(offsets, dtype=torch.int32),
    "logprob": torch.tensor(past, dtype=torch.float32)}
for layer in (layers := sorted(layers)):
    tensors[f"attn.{layer}"] = output.attentions[layer][0].half().contiguous()
    if layer in router:
        tensors[f"router.{layer}"] = router[layer].half().contiguous()
top_k = getattr(model.config, "num_experts_per_tok", 0) or 0
save_file(tensors, options.output, {
    "format": "tokview-trace", "version": "1", "model": str(options.model), "tokenizer": tokenizer.name_or_path,
    "text": text, "offset_unit": "byte", "attn_kind": "probs", "router_kind": "logits", "causal": "true",
    "layers": ",".join(map(str, layers)), "top_k": str(top_k), "num_null": "0",
    "norm_topk": str(bool(getattr(model.config, "norm_topk_prob", False))).lower()})
