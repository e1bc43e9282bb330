"""Trains the model; may be stopped at any time and goes on from its last checkpoint.

    train.py --data FOLDER --held FOLDER --vocabulary 40000 --run FOLDER [--size cpu] [--minutes N] [--decay-from N]

The rate is warmed up, held, and brought to zero over the last part ("decay"): a run at the held rate can be continued for
as long as there is time, and weights to ship are made by `--decay-steps N`, which starts from the last checkpoint and does
not change it. Phases by tokens seen: short windows first, then 256 tokens; until `--copying` half of the windows are repeats, for
induction heads do not form from text alone in so small a run.
"""

import argparse
import json
import math
import os
import time
from pathlib import Path

import numpy
import torch

import measures
from model import REAL_EXPERTS, FullSoftmax, SampledSoftmax, build, hidden_and_router, router_losses
from muon import Muon
from windows import Windows


def optimizers(model, options):
    matrices, others = [], []
    for name, parameter in model.named_parameters():
        hidden = parameter.ndim >= 2 and "embed" not in name and "gate.weight" not in name
        (matrices if hidden else others).append((name, parameter))
    plain = [parameter for name, parameter in others if parameter.ndim == 1]
    decayed = [parameter for name, parameter in others if parameter.ndim > 1]
    adam = torch.optim.AdamW(
        [dict(params=decayed, weight_decay=0.01, base=options.rate), dict(params=plain, weight_decay=0.0, base=options.rate)],
        lr=options.rate, betas=(0.9, 0.95), fused=True)
    if options.matrices == "muon":
        second = Muon([dict(params=[p for _, p in matrices], base=options.matrix_rate)], lr=options.matrix_rate)
    else:
        second = torch.optim.AdamW(
            [dict(params=[p for _, p in matrices], base=options.rate)], lr=options.rate, betas=(0.9, 0.95), weight_decay=0.1,
            fused=True)
    return [adam, second]


def phase(seen: int, options) -> tuple[int, int, float, float]:
    """Rows, length, share of repeated blocks, share of repeated passages after `seen` tokens."""
    if seen < options.short:
        return 8, 128, 0.15, 0.15
    if seen < options.short * 3:
        return 8, 256, 0.10, 0.08
    if seen < options.copying:
        return 16, 256, 0.35, 0.15
    return 16, 256, 0.08, 0.07


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--held", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--vocabulary", type=int, default=40_000)
    parser.add_argument("--size", default="cpu")
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--steps", type=int, default=10**9)
    parser.add_argument("--decay-steps", type=int, default=0)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--matrices", choices=("muon", "adamw"), default="muon")
    parser.add_argument("--matrix-rate", type=float, default=0.02)
    parser.add_argument("--short", type=int, default=1_000_000, help="tokens in windows of 128")
    parser.add_argument("--copying", type=int, default=8_500_000, help="tokens until which half of the windows are repeats")
    parser.add_argument("--balance", type=float, default=0.06)
    parser.add_argument("--draws", type=int, default=2_048)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    windows = Windows(options.data, options.vocabulary - 1, options.seed)
    held = Windows(options.held, options.vocabulary - 1, options.seed)
    model = build(options.size, options.vocabulary)
    both = optimizers(model, options)
    step = seen = 0
    options.run.mkdir(parents=True, exist_ok=True)
    checkpoint = options.run / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(saved["model"])
        for optimizer, state in zip(both, saved["optimizers"]):
            optimizer.load_state_dict(state)
        step, seen = saved["step"], saved["seen"]
        windows.skip(saved["documents"])
    decay = options.decay_steps
    first, log = step, open(options.run / ("decay.jsonl" if decay else "log.jsonl"), "a")
    sampled = SampledSoftmax(torch.from_numpy(windows.unigram), options.draws)

    def save() -> None:
        if decay:
            return
        partial = checkpoint.with_suffix(".partial")
        torch.save(dict(model=model.state_dict(), optimizers=[o.state_dict() for o in both], step=step, seen=seen,
                        documents=windows.used), partial)
        partial.replace(checkpoint)

    begun = saved_at = time.time()
    mean = 0.0
    while step - first < (decay or options.steps) and time.time() - begun < options.minutes * 60:
        left = 1 - (step - first) / decay if decay else 1.0
        factor = min(1, (step + 1) / 100) * left
        for optimizer in both:
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * factor
        rows, length, blocks, passages = phase(seen, options)
        if decay and left < 0.4:
            rows, length = rows // 2, length * 2
        generator = numpy.random.default_rng([options.seed, step])
        ids = torch.from_numpy(windows.batch(rows, length, blocks, passages, generator))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden, logits = hidden_and_router(model, ids)
            flat = hidden[:, :-1].reshape(-1, hidden.shape[-1]).bfloat16()
        targets = ids[:, 1:].reshape(-1)
        embedding = model.model.embed_tokens.weight
        if decay and left < 0.3:
            entropy = FullSoftmax.apply(flat, embedding, targets)
        else:
            entropy = sampled(flat, embedding, targets)
        balance, z = router_losses(logits)
        loss = entropy + options.balance * balance + 1e-3 * z
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in both:
            optimizer.step()
            optimizer.zero_grad()
        step += 1
        seen += ids.numel()
        mean = entropy.item() if step - first == 1 else 0.98 * mean + 0.02 * entropy.item()
        if not math.isfinite(mean):
            raise SystemExit(f"step {step}: the loss is not finite")
        if step % 100 == 0:
            previous, induction = measures.head_tags(model, windows, rows=4)
            record = dict(
                step=step, seen=seen, loss=round(mean, 4), balance=round(balance.item(), 3),
                previous=round(max(map(max, previous)), 3), induction=round(max(map(max, induction)), 3),
                seconds=round(time.time() - begun))
            if step % 1000 == 0:
                bits = measures.bits_per_byte(model, held, 4, segmentations=("bpe",))
                record["bits_per_byte"] = {domain: round(value, 3) for (domain, _), value in bits.items()}
                load = measures.expert_load(model, ids)
                record["load"] = [round(min(min(l[:REAL_EXPERTS]) for l in load), 2),
                                  round(max(max(l[:REAL_EXPERTS]) for l in load), 2)]
            print(json.dumps(record), file=log, flush=True)
        if time.time() - saved_at > 180:
            save()
            saved_at = time.time()
    save()
    if decay:
        torch.save(dict(model=model.state_dict(), step=step, seen=seen), options.run / "decayed.pt")


if __name__ == "__main__":
    main()
