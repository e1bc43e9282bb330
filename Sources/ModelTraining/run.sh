#!/bin/sh
# Trains the bundled model from nothing, or goes on with a run that was stopped, and writes it to Sources/CBundle/Model.
#   run.sh CORPORA SUFFIXES WORK [MINUTES] [DECAY_STEPS]
# CORPORA holds the xz files of vocabularies/mix.tsv, SUFFIXES is the Turkish suffix table, WORK keeps data and checkpoints.
# Needs `swift build -c release` and the packages of requirements.txt. SIZE=accelerator makes the larger model.
set -eu
corpora=$1 suffixes=$2 work=$3 minutes=${4:-150} decay=${5:-1500}
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
tokview=$root/.build/release/tokview
vocabularies=$root/Sources/CBundle/Vocabularies
size=${SIZE:-cpu}
# A training step makes and drops the same large buffers: keep them instead of asking the kernel for pages each time.
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184 GLIBC_TUNABLES=glibc.malloc.hugetlb=1
export OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0
mkdir -p "$work"
if [ ! -f "$work/train/documents.json" ]; then
  sh "$here/../DeveloperTools/vocabularies/slices.sh" "$corpora" "$work/slices"
  inputs=$(for file in "$work"/slices/train/legal/*.txt "$work"/slices/train/fin/*.txt; do echo "--input $file"; done)
  # shellcheck disable=SC2086
  "$tokview" train bpe --size 16384 --pattern gpt2 $inputs -o "$work/domain.json" --force
  python3 "$here/vocabulary.py" --general "$vocabularies/general.json" --scaffold "$vocabularies/scaffold.json" \
    --domain "$work/domain.json" --slices "$work/slices" --suffixes "$suffixes" -o "$work/tokenizer.json"
  for part in held train; do
    python3 "$here/documents.py" --slices "$work/slices" --part $part --vocabulary "$work/tokenizer.json" \
      --scaffold "$vocabularies/scaffold.json" --tokview "$tokview" -o "$work/$part"
  done
fi
train() {
  python3 "$here/train.py" --data "$work/train" --held "$work/held" --run "$work/run" --size "$size" "$@"
}
train --minutes "$minutes"
train --decay-steps "$decay"
model=$root/Sources/CBundle/Model
python3 "$here/export.py" "$work/run/decayed.pt" --tokenizer "$work/tokenizer.json" --size "$size" \
  --vocabularies "$vocabularies/general.json" "$vocabularies/scaffold.json" -o "$model"
python3 "$here/card.py" "$model" --run "$work/run" --held "$work/held" -o "$model/README.md"
python3 "$here/golden.py" "$model" -o "$root/Tests/Golden/Models/bundled.safetensors"
python3 "$here/golden.py" "$model" --check "$root/Tests/Golden/Models/bundled.safetensors"
