#!/bin/sh
# Trains the bundled vocabularies `legal`, `financial`, `char-4k` and `char-16k` and measures them on held-out text.
#   domain.sh CORPORA OUT [TOKVIEW [PYTHON]]
# CORPORA holds the files that domain.tsv and mix.tsv name, as .xz; OUT gets text/ (what was learned from; what was held out), the four .json files, domain.jsonl (what went in and came out) and domain.md (the measurements). PYTHON has tokenizers==0.23.3.
# The recipes are used as they stand; citations.py writes the citations of two of them. The same corpora give the same files, byte for byte.
set -eu
here=$(dirname "$0")
corpora=$1
out=$2
tokview=${3:-tokview}
python=${4:-python3}

"$here/slices.sh" "$corpora" "$out/text"
grep -v '^#' "$here/domain.tsv" | while IFS='	' read -r file learned weights; do
  mkdir -p "$out/text/domain/$(dirname "$file")"
  xz -dc "$corpora/$file.xz" | head -c "$learned" > "$out/text/domain/$file"
done

: > "$out/domain.jsonl"
for line in legal:3 financial:4 char-4k:5 char-16k:5; do
  name=${line%:*}
  # Paths without spaces: one --input FILE=WEIGHT for every line with a weight.
  inputs=$(awk -F'\t' -v dir="$out/text/domain/" -v column="${line#*:}" \
    '!/^#/ && $column > 0 { printf " --input %s%s=%s", dir, $1, $column }' "$here/domain.tsv")
  "$tokview" train bpe --recipe "$here/$name.recipe" $inputs --force --json --output "$out/$name.json" >> "$out/domain.jsonl"
done

"$python" "$here/measure.py" "$here/../../CBundle/Vocabularies/general.json" \
  "$out/legal.json" "$out/financial.json" "$out/char-4k.json" "$out/char-16k.json" -- "$out/text/held" > "$out/domain.md"
cat "$out/domain.md"
