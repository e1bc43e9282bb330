"""Writes trained weights as a folder that stock `transformers` loads: F16 weights, configuration, tokenizer.

    export.py RUN/decayed.pt --tokenizer tokenizer.json --vocabularies general.json scaffold.json -o FOLDER

The configuration says in `tokview_vocabularies` with which bundled vocabularies (sha256) the model was trained.
"""

import argparse
import hashlib
import json
from pathlib import Path

import torch

from model import build


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--vocabularies", type=Path, nargs="+", required=True)
    parser.add_argument("--size", default="cpu")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()

    tokenizer = json.loads(options.tokenizer.read_text())
    start = tokenizer["added_tokens"][0]["id"]
    model = build(options.size, start + 1)
    model.load_state_dict(torch.load(options.weights, weights_only=True)["model"])
    model.half().save_pretrained(options.output)

    path = options.output / "config.json"
    configuration = json.loads(path.read_text())
    configuration["tokview_vocabularies"] = {
        file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in options.vocabularies}
    path.write_text(json.dumps(configuration, indent=2, sort_keys=True) + "\n")
    (options.output / "generation_config.json").unlink(missing_ok=True)
    (options.output / "tokenizer.json").write_bytes(options.tokenizer.read_bytes())
    (options.output / "tokenizer_config.json").write_text(json.dumps({
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "<s>", "model_max_length": 512,
        "clean_up_tokenization_spaces": False}, indent=2) + "\n")


if __name__ == "__main__":
    main()
