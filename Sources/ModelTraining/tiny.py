"""Tiny random checkpoints with golden traces, for the tests of the model readers.

    tiny.py FOLDER

Writes FOLDER/{qwen3moe,llama,qwen3,gpt2}/{config.json,model.safetensors,golden.safetensors}, each below 300 kB, and
FOLDER/dumped.trace.safetensors: what DeveloperTools/traces/dump.py writes of the first, which has a tokenizer for that.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from safetensors.numpy import save_file
from transformers import AutoConfig, AutoModelForCausalLM

import pieces
from golden import traces

COMMON = dict(vocab_size=300, bos_token_id=0, eos_token_id=0, tie_word_embeddings=True)
DENSE = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
             head_dim=8, max_position_embeddings=64)
SHAPES = {
    "qwen3moe": ("qwen3_moe", dict(
        DENSE, moe_intermediate_size=24, num_experts=6, num_experts_per_tok=2, norm_topk_prob=True, decoder_sparse_step=1)),
    "llama": ("llama", dict(DENSE, tie_word_embeddings=False)),
    "qwen3": ("qwen3", DENSE),
    "gpt2": ("gpt2", dict(n_embd=32, n_layer=2, n_head=4, n_positions=64)),
}
TEXT = "Evlerim 12 😀."


def write_tokenizer(folder: Path) -> None:
    """Bytes, three merges and `<s>` with the pattern of `general`."""
    vocabulary = {pieces.CHARACTER_OF[byte]: byte for byte in range(256)}
    merges = [["l", "e"], ["le", "r"], ["Ġ", "1"]]
    for left, right in merges:
        vocabulary[left + right] = len(vocabulary)
    split = {"type": "Split", "pattern": {"Regex": pieces.PATTERN}, "behavior": "Isolated", "invert": False}
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}
    (folder / "tokenizer.json").write_text(json.dumps({
        "version": "1.0", "truncation": None, "padding": None, "normalizer": None, "post_processor": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, level]}, "decoder": level,
        "added_tokens": [{"id": len(vocabulary), "content": "<s>", "single_word": False, "lstrip": False, "rstrip": False,
                          "normalized": False, "special": True}],
        "model": {"type": "BPE", "vocab": vocabulary, "merges": merges}}) + "\n")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>"}) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for seed, (name, (kind, shape)) in enumerate(SHAPES.items()):
        torch.manual_seed(seed)
        model = AutoModelForCausalLM.from_config(
            AutoConfig.for_model(kind, **{**COMMON, **shape}), attn_implementation="eager").eval()
        with torch.no_grad():
            for parameter in model.parameters():
                # Not model.half(): that would round the frequencies of the rotary positions too, which no file holds.
                parameter.copy_((torch.randn_like(parameter) * 0.25 + (1 if parameter.ndim == 1 else 0)).half())
        lists = [torch.randint(0, 300, (length,)).tolist() for length in (1, 5, 16)]
        golden = traces(model, lists)
        model.half().save_pretrained(folder / name)
        (folder / name / "generation_config.json").unlink(missing_ok=True)
        save_file(golden, folder / name / "golden.safetensors")
    write_tokenizer(folder / "qwen3moe")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as text:
        text.write(TEXT)
        text.flush()
        dump = Path(__file__).parent.parent / "DeveloperTools" / "traces" / "dump.py"
        command = [sys.executable, dump, "qwen3moe", text.name, "-o", "dumped.trace.safetensors", "--dtype", "float32"]
        subprocess.run(command, check=True, cwd=folder)


if __name__ == "__main__":
    main()
