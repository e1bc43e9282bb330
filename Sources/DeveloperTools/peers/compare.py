"""Compares tokview with other tokenizers on one core; see README.md beside this file."""

import argparse
import gzip
import hashlib
import importlib.resources
import json
import mmap
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

CL100K = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)
TOKVIEW = CL100K.split("|", 7)[-1]
HF_BYTES = 8_000_000
ENCODERS = ["tokview", "tiktoken", "gigatoken", "bpe-openai", "tokenizers"]
TRAINERS = ["tokview", "rustbpe", "gigatoken", "tokenizers"]


def head(data, size):
    """The first `size` bytes, back to the end of a word, so that all peers see whole pretokens."""
    if len(data) <= size:
        return data
    end = size
    while end > 0 and not (data[end - 1 : end].isalpha() and data[end : end + 1] in (b" ", b"\n")):
        end -= 1
    return data[:end]


def digest(ids):
    import numpy

    return hashlib.sha256(numpy.asarray(ids, dtype="<u4").tobytes()).hexdigest()


def tiktoken_encoding(ranks, pattern=CL100K):
    import tiktoken
    from tiktoken.load import load_tiktoken_bpe

    return tiktoken.Encoding("cl100k", pat_str=pattern, mergeable_ranks=load_tiktoken_bpe(ranks), special_tokens={})


def hf_tokenizer(ranks):
    """HF tokenizers over the same ranks: the merges are the last steps of each token's own encoding."""
    from tiktoken.load import load_tiktoken_bpe
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

    ranks = load_tiktoken_bpe(ranks)
    letters = byte_letters()
    spell = lambda piece: "".join(letters[byte] for byte in piece)  # noqa: E731
    merges = []
    for piece, rank in sorted(ranks.items(), key=lambda item: item[1]):
        if len(piece) == 1:
            continue
        parts = [bytes([byte]) for byte in piece]
        while len(parts) > 2:
            found = [(ranks.get(a + b, rank), i) for i, (a, b) in enumerate(zip(parts, parts[1:]))]
            best, index = min(found)
            if best >= rank:
                break
            parts[index : index + 2] = [parts[index] + parts[index + 1]]
        if len(parts) == 2:
            merges.append((spell(parts[0]), spell(parts[1])))
    model = models.BPE({spell(p): r for p, r in ranks.items()}, merges, ignore_merges=True)
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(CL100K), "isolated"), pre_tokenizers.ByteLevel(False, use_regex=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def byte_letters():
    """The letters by which byte-level tokenizers write bytes."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    letters = {byte: chr(byte) for byte in printable}
    others = [byte for byte in range(256) if byte not in letters]
    return letters | {byte: chr(256 + index) for index, byte in enumerate(others)}


def touch_memory():
    """As tokview-benchmark does, small pages and huge ones: the first use of a page under a hypervisor is not what is measured."""
    size = 256 << 20
    for advice in (mmap.MADV_NOHUGEPAGE, mmap.MADV_HUGEPAGE):
        with mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
            memory.madvise(advice)
            for place in range(0, size, 1 << 20):
                memory[place : place + (1 << 20)] = b"\x01" * (1 << 20)


def child_encode(peer, text_path, ranks):
    """One cold and one warm run in this process, printed as JSON."""
    data = pathlib.Path(text_path).read_bytes()
    text = data.decode()
    if peer == "tiktoken":
        encode = tiktoken_encoding(ranks).encode_ordinary
        given = text
    elif peer == "gigatoken":
        import gigatoken

        encode = gigatoken.Tokenizer.from_tiktoken(ranks, pretokenizer="cl100k").encode
        given = data
    elif peer == "bpe-openai":
        from bpe_openai import _bindings

        encode = _bindings.tokenizer_for_encoding("cl100k_base").encode
        given = text
    else:
        tokenizer = hf_tokenizer(ranks)
        encode = lambda text: tokenizer.encode(text, add_special_tokens=False)  # noqa: E731
        given = head(data, HF_BYTES).decode()
    touch_memory()
    times = []
    for _ in range(2):
        start = time.process_time()
        ids = encode(given)
        times.append(time.process_time() - start)
    if peer == "tokenizers":
        ids = ids.ids
    size = len(given) if isinstance(given, bytes) else len(given.encode())
    print(json.dumps({"cold": times[0], "warm": times[1], "bytes": size, "ids": digest(ids), "count": len(ids)}))


def child_train(peer, text_path, size):
    text = pathlib.Path(text_path).read_text()
    start = time.process_time()
    tokens = None
    if peer == "rustbpe":
        import rustbpe

        tokenizer = rustbpe.Tokenizer()
        tokenizer.train_from_iterator(iter([text]), size, pattern=TOKVIEW)
        taken = time.process_time() - start
        ranks = sorted(tokenizer.get_mergeable_ranks(), key=lambda item: item[1])
        tokens = [bytes(piece).hex() for piece, rank in ranks if rank >= 256]
    elif peer == "gigatoken":
        import gigatoken

        gigatoken.train_bpe(text.encode(), size, [])
        taken = time.process_time() - start
    else:
        from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Split(Regex(TOKVIEW), "isolated"), pre_tokenizers.ByteLevel(False, use_regex=False)]
        )
        trainer = trainers.BpeTrainer(
            vocab_size=size, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
        )
        tokenizer.train_from_iterator([text], trainer)
        taken = time.process_time() - start
    print(json.dumps({"seconds": taken, "tokens": tokens}))


def run(core, arguments):
    """The last line that a process pinned to `core` prints, as JSON."""
    environment = os.environ | {"RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    done = subprocess.run(
        arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, arguments))} failed:\n{done.stderr}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def write_ranks(folder):
    path = folder / "cl100k_base.tiktoken"
    packed = importlib.resources.files("bpe_openai").joinpath("data/cl100k_base.tiktoken.gz").read_bytes()
    path.write_bytes(gzip.decompress(packed))
    return str(path)


def tokview_ids(options, ranks, text_path, folder):
    import numpy

    ids_path = folder / "ids"
    arguments = [options.benchmark, "encode", text_path, "--ranks", ranks, "--pattern", "cl100k", "--repeats", "1"]
    line = run(options.core, [*arguments, "--ids", ids_path, "--json"])
    return line, numpy.fromfile(ids_path, dtype="<u4")


def compare_encoders(options, folder):
    ranks = write_ranks(folder)
    data = head(pathlib.Path(options.text[0]).read_bytes(), options.bytes)
    text_path = folder / "text"
    text_path.write_bytes(data)
    best = {}
    failed = False
    for number in range(options.rounds):
        for peer in ENCODERS:
            if peer == "tokenizers" and number > 0:
                continue
            if peer == "tokview":
                line, ids = tokview_ids(options, ranks, text_path, folder)
                found = {"cold": line["cold_s"], "warm": line["warm_s"], "bytes": len(data), "ids": digest(ids), "count": len(ids)}
            else:
                found = run(options.core, [sys.executable, __file__, "child-encode", peer, str(text_path), ranks])
            old = best.setdefault(peer, found)
            for key in ("cold", "warm"):
                old[key] = min(old[key], found[key])
    wanted = best["tiktoken"]["ids"]
    print(f"{len(data) / 1e6:.1f} MB, best of {options.rounds} rounds, one core\n")
    print("| encoder | cold MB/s | warm MB/s | tokview cold | tokview warm | ids |\n|---|---|---|---|---|---|")
    for peer in ENCODERS:
        line = best[peer]
        cold, warm = (line["bytes"] / 1e6 / line[key] for key in ("cold", "warm"))
        own = [len(data) / 1e6 / best["tokview"][key] for key in ("cold", "warm")]
        if peer == "tokenizers":
            same = digest(ids[: line["count"]]) == line["ids"]
        else:
            same = line["ids"] == wanted
        failed |= not same
        print(f"| {peer} | {cold:.1f} | {warm:.1f} | {own[0] / cold:.2f}x | {own[1] / warm:.2f}x | {'same' if same else 'DIFFER'} |")
    return failed


def random_unicode(seed):
    source = random.Random(seed)
    ranges = [(0, 0x7F), (0x80, 0x24F), (0x300, 0x36F), (0x400, 0x52F), (0x600, 0x6FF), (0x900, 0x97F), (0x2000, 0x206F),
              (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x1F300, 0x1F9FF), (0x1D400, 0x1D7FF)]  # fmt: skip
    words = ["don't", "IT'S", "a'ſ", " ", "  ", "\n", "\r\n", "\t", "1234567", "😀👩‍👩‍👧", "\u3000"]
    out = []
    for _ in range(300_000):
        if source.random() < 0.3:
            out.append(source.choice(words))
        else:
            low, high = source.choice(ranges)
            out.append(chr(source.randint(low, high)))
    return "".join(out).encode()


def compare_ids(options, folder):
    ranks = write_ranks(folder)
    encoding = tiktoken_encoding(ranks)
    failed = False
    for name in ["random Unicode", *options.text]:
        data = random_unicode(1) if name == "random Unicode" else pathlib.Path(name).read_bytes()[: options.bytes]
        text = data.decode(errors="ignore")
        path = folder / "text"
        path.write_bytes(text.encode())
        _, ids = tokview_ids(options, ranks, path, folder)
        wanted = encoding.encode_ordinary(text)
        same = wanted == ids.tolist()
        failed |= not same
        print(f"{'same' if same else 'DIFFER'}  {len(wanted):9} tokens  {name}")
    return failed


def compare_trainers(options, folder):
    data = head(pathlib.Path(options.text[0]).read_bytes(), options.bytes)
    text_path = folder / "text"
    text_path.write_bytes(data)
    merges_path = folder / "merges"
    best = {}
    tokens = {}
    for number in range(options.rounds):
        for peer in TRAINERS:
            if peer == "tokenizers" and number > 0:
                continue
            if peer == "tokview":
                arguments = [options.benchmark, "train", text_path, "--size", str(options.size), "--merges", merges_path, "--json"]
                seconds = run(options.core, arguments)["total_s"]
                tokens[peer] = merges_path.read_text().split()
            else:
                found = run(options.core, [sys.executable, __file__, "child-train", peer, str(text_path), str(options.size)])
                seconds = found["seconds"]
                tokens[peer] = found["tokens"]
            best[peer] = min(best.get(peer, seconds), seconds)
    print(f"{len(data) / 1e6:.1f} MB, {options.size} tokens, best of {options.rounds} rounds, one core\n")
    print("| trainer | seconds | tokview is faster by |\n|---|---|---|")
    for peer in TRAINERS:
        print(f"| {peer} | {best[peer]:.2f} | {best[peer] / best['tokview']:.2f}x |")
    same = tokens["tokview"] == tokens["rustbpe"]
    if not same:
        pairs = zip(tokens["tokview"], tokens["rustbpe"])
        first = next((i for i, (a, b) in enumerate(pairs) if a != b), min(map(len, tokens.values())))
        print(f"\nmerges differ from rustbpe's from number {first} on")
    else:
        print(f"\nall {len(tokens['tokview'])} merges are those of rustbpe")
    return not same


def main():
    if sys.argv[1:2] == ["child-encode"]:
        return child_encode(*sys.argv[2:])
    if sys.argv[1:2] == ["child-train"]:
        return child_train(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["encode", "ids", "train"])
    parser.add_argument("text", nargs="+")
    parser.add_argument("--benchmark", default=".build/release/tokview-benchmark")
    parser.add_argument("--bytes", type=int, default=32_000_000)
    parser.add_argument("--size", type=int, default=32_768)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--core", type=int, default=0)
    options = parser.parse_args()
    command = {"encode": compare_encoders, "ids": compare_ids, "train": compare_trainers}[options.command]
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(1 if command(options, pathlib.Path(folder)) else 0)


if __name__ == "__main__":
    main()
