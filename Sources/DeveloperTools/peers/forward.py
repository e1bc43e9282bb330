"""Compares tokview's forward pass with PyTorch and with numpy over OpenBLAS, one thread each; see README.md beside this file.

    forward.py [--benchmark .build/release/tokview-benchmark] [--rounds 3] [--core 0]

All compute the same: a mixture of experts at the size of the bundled model, every attention map and the router's logits kept (first
step), then log-sum-exp, the next token's logit and the best eight over the whole vocabulary (second step). The weights come from
the same hash of the tensors' names; the means of log-sum-exp must agree.
"""

import argparse
import json
import os
import subprocess
import sys
import time

VOCABULARY, WIDTH, LAYERS, HEADS, HEAD, HIDDEN, REAL, NULL, CHOSEN = 40_000, 128, 4, 4, 32, 256, 8, 4, 3
THETA, EPSILON, BLOCK = 1000.0, 1e-6, 128
COUNTS = [64, 512]


def splitmix(name, count):
    import numpy

    state = 0
    for byte in name.encode():
        state = (state * 31 + byte) % 2**64
    with numpy.errstate(over="ignore"):
        bits = numpy.uint64(state) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        bits = (bits ^ (bits >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        return bits ^ (bits >> numpy.uint64(31))


def weights():
    """The layers and the embedding, F16 numbers in F32."""
    import numpy

    def tensor(name, *shape):
        scale = numpy.float32(0.3) if shape[0] == VOCABULARY else numpy.sqrt(numpy.float32(3 / shape[1]))
        bits = splitmix(name, shape[0] * shape[1]).view(numpy.int64) >> 40
        return (bits.astype(numpy.float32) * numpy.float32(2**-23) * scale).astype(numpy.float16).astype(
            numpy.float32).reshape(shape)

    layers = []
    for layer in range(LAYERS):
        name = f"model.layers.{layer}."
        expert = lambda number, part, *shape: tensor(f"{name}mlp.experts.{number}.{part}_proj.weight", *shape)  # noqa: E731
        layers.append({
            **{part: tensor(f"{name}self_attn.{part}_proj.weight", HEADS * HEAD, WIDTH) for part in "qkvo"},
            "router": tensor(name + "mlp.gate.weight", REAL + NULL, WIDTH),
            "gate": [expert(number, "gate", HIDDEN, WIDTH) for number in range(REAL)],
            "up": [expert(number, "up", HIDDEN, WIDTH) for number in range(REAL)],
            "down": [expert(number, "down", WIDTH, HIDDEN) for number in range(REAL)],
        })
    return layers, tensor("model.embed_tokens.weight", VOCABULARY, WIDTH)


class Numpy:
    def __init__(self):
        import numpy

        self.np = numpy
        self.layers, self.embedding = weights()

    def norm(self, x):
        return x / self.np.sqrt((x * x).mean(-1, keepdims=True) + self.np.float32(EPSILON))

    def softmax(self, x):
        power = self.np.exp(x - x.max(-1, keepdims=True))
        return power / power.sum(-1, keepdims=True)

    def rotate(self, x, cosine, sine):
        first, second = x[..., : HEAD // 2], x[..., HEAD // 2 :]
        return self.np.concatenate([first * cosine - second * sine, second * cosine + first * sine], -1)

    def first(self, ids):
        np, count = self.np, len(ids)
        angle = np.arange(count, dtype=np.float32)[:, None] * np.float32(THETA) ** (
            -np.arange(0, HEAD, 2, dtype=np.float32) / HEAD)
        cosine, sine = np.cos(angle), np.sin(angle)
        mask = np.triu(np.full((count, count), -np.inf, dtype=np.float32), 1)
        x, maps, scores = self.embedding[ids], [], []
        for layer in self.layers:
            y = self.norm(x)
            heads = lambda part: (y @ layer[part].T).reshape(count, HEADS, HEAD).transpose(1, 0, 2)  # noqa: E731
            q = self.rotate(self.norm(heads("q")), cosine, sine)
            k = self.rotate(self.norm(heads("k")), cosine, sine)
            maps.append(self.softmax(q @ k.transpose(0, 2, 1) * np.float32(HEAD**-0.5) + mask))
            x = x + (maps[-1] @ heads("v")).transpose(1, 0, 2).reshape(count, -1) @ layer["o"].T
            y = self.norm(x)
            scores.append(y @ layer["router"].T)
            share = self.softmax(scores[-1])
            chosen = np.argsort(-share, axis=-1, kind="stable")[:, :CHOSEN]
            for expert in range(REAL):
                rows = (chosen == expert).any(-1).nonzero()[0]
                gate, part = y[rows] @ layer["gate"][expert].T, y[rows]
                hidden = gate / (1 + np.exp(-gate)) * (part @ layer["up"][expert].T)
                x[rows] += share[rows, expert, None] * (hidden @ layer["down"][expert].T)
        return x, maps, scores

    def second(self, x, ids):
        np, total = self.np, 0.0
        for start in range(0, len(ids), BLOCK):
            logits = self.norm(x[start : start + BLOCK]) @ self.embedding.T
            greatest = logits.max(-1, keepdims=True)
            total += (greatest[:, 0] + np.log(np.exp(logits - greatest).sum(-1))).sum(dtype=float)
            following = ids[start + 1 : start + 1 + BLOCK]
            logits[np.arange(len(following)), following]
            best = np.argpartition(logits, -8, axis=-1)[:, -8:]
            np.take_along_axis(logits, best, -1)
        return total / len(ids)


class Torch:
    def __init__(self):
        import torch

        torch.set_num_threads(1)
        torch.set_grad_enabled(False)
        self.torch = torch
        layers, embedding = weights()
        wrap = lambda value: [*map(wrap, value)] if isinstance(value, list) else torch.from_numpy(value)  # noqa: E731
        self.layers = [{name: wrap(value) for name, value in layer.items()} for layer in layers]
        self.embedding = wrap(embedding)

    def norm(self, x):
        return x * self.torch.rsqrt((x * x).mean(-1, keepdim=True) + EPSILON)

    def rotate(self, x, cosine, sine):
        first, second = x.chunk(2, -1)
        return self.torch.cat([first * cosine - second * sine, second * cosine + first * sine], -1)

    def first(self, ids):
        torch, count = self.torch, len(ids)
        angle = torch.arange(count).float()[:, None] * THETA ** (-torch.arange(0, HEAD, 2).float() / HEAD)
        cosine, sine = angle.cos(), angle.sin()
        mask = torch.full((count, count), -torch.inf).triu(1)
        x, maps, scores = self.embedding[torch.from_numpy(ids)], [], []
        for layer in self.layers:
            y = self.norm(x)
            heads = lambda part: (y @ layer[part].T).view(count, HEADS, HEAD).transpose(0, 1)  # noqa: E731
            q = self.rotate(self.norm(heads("q")), cosine, sine)
            k = self.rotate(self.norm(heads("k")), cosine, sine)
            maps.append((q @ k.transpose(1, 2) * HEAD**-0.5 + mask).softmax(-1))
            x = x + (maps[-1] @ heads("v")).transpose(0, 1).reshape(count, -1) @ layer["o"].T
            y = self.norm(x)
            scores.append(y @ layer["router"].T)
            share, chosen = scores[-1].softmax(-1).topk(CHOSEN, -1)
            for expert in range(REAL):
                rows, place = (chosen == expert).nonzero(as_tuple=True)
                part = y[rows]
                hidden = torch.nn.functional.silu(part @ layer["gate"][expert].T) * (part @ layer["up"][expert].T)
                x.index_add_(0, rows, share[rows, place, None] * (hidden @ layer["down"][expert].T))
        return x, maps, scores

    def second(self, x, ids):
        torch, total = self.torch, 0.0
        following = torch.from_numpy(ids)[1:]
        for start in range(0, len(ids), BLOCK):
            logits = self.norm(x[start : start + BLOCK]) @ self.embedding.T
            total += logits.logsumexp(-1).double().sum().item()
            wanted = following[start : start + BLOCK]
            logits[torch.arange(len(wanted)), wanted]
            logits.topk(8, -1)
        return total / len(ids)


def child(peer, repeats):
    import numpy

    runner = {"numpy": Numpy, "torch": Torch}[peer]()
    for count in COUNTS:
        ids = (splitmix("ids", count) % numpy.uint64(VOCABULARY)).astype(numpy.int64)
        best = [float("inf")] * 2
        for _ in range(repeats):
            start = time.process_time()
            x, maps, scores = runner.first(ids)
            middle = time.process_time()
            mean = runner.second(x, ids)
            best = [min(best[0], middle - start), min(best[1], time.process_time() - middle)]
        print(json.dumps({"tokens": count, "first_ms": best[0] * 1e3, "second_ms": best[1] * 1e3, "mean_log_sum_exp": mean}))


def measure(peer, options):
    """The lines of one process on one core."""
    if peer == "tokview":
        command = [options.benchmark, "forward", "--json"]
    else:
        command = [sys.executable, __file__, "--child", peer]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    text = subprocess.run(
        [*command, "--repeats", str(options.repeats)], env=environment, check=True, capture_output=True, text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {options.core})).stdout
    return [json.loads(line) for line in text.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--benchmark", default=".build/release/tokview-benchmark")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--child", choices=["numpy", "torch"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.repeats)
        return
    peers = ["tokview", "numpy", "torch"]
    best = {}
    for _ in range(options.rounds):
        for peer in peers:
            for line in measure(peer, options):
                kept = best.setdefault((line["tokens"], peer), line)
                for field in ("first_ms", "second_ms"):
                    kept[field] = min(kept[field], line[field])
    for count in COUNTS:
        ours = best[count, "tokview"]
        for peer in peers:
            line = best[count, peer]
            assert abs(line["mean_log_sum_exp"] - ours["mean_log_sum_exp"]) < 1e-3, (peer, line, ours)
            ratios = "".join(
                f"  {field[:-3]} {line[field]:7.1f} ms ({ours[field] / line[field]:4.2f})" for field in ("first_ms", "second_ms"))
            print(f"{count:4} tokens  {peer:8}{ratios}")
    print(f"in brackets: tokview's time as a part of the peer's; tokview's peak {best[512, 'tokview']['peak_MB']:.0f} MB")


if __name__ == "__main__":
    main()
