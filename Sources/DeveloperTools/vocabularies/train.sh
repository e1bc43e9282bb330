#!/bin/sh
# Trains the bundled vocabularies `general` and `scaffold` and measures them on the held-out text.
#   train.sh CORPORA OUT [TOKVIEW]
# CORPORA holds the files that mix.tsv names, as .xz; OUT gets text/ (the slices), general.json, scaffold.json, records.jsonl (what
# went in and came out) and held-out.txt (bytes per token by domain). TOKVIEW is the program, `tokview` on the PATH by default.
# The same corpora give the same files, byte for byte.
set -eu
here=$(dirname "$0")
corpora=$1
out=$2
tokview=${3:-tokview}

"$here/slices.sh" "$corpora" "$out/text"

# Paths without spaces: one --input FILE=WEIGHT for every line of the mix, in its order.
inputs=$(awk -F'\t' -v dir="$out/text/train/" '!/^#/ { printf " --input %s%s=%s", dir, $2, $3 }' "$here/mix.tsv")
awk -F'\t' '
  !/^#/ { weighted[$1] += $3 * $4; total += $3 * $4; bytes += $4 }
  END {
    for (domain in weighted) printf "%s %.2f %%\n", domain, 100 * weighted[domain] / total | "sort"
    close("sort")
    printf "%d bytes, %d weighted\n", bytes, total / 100
  }' "$here/mix.tsv"

: > "$out/records.jsonl"
"$tokview" train bpe --size 32768 --pattern tokview --digits $inputs --force --json --output "$out/general.json" >> "$out/records.jsonl"
"$tokview" train scaffold --size 32768 --pattern tokview --digits $inputs --force --json --output "$out/scaffold.json" >> "$out/records.jsonl"

for domain in en tr code legal fin arith; do
  echo "$domain"
  "$tokview" stats -t "$out/general.json" -t "$out/scaffold.json" "$out/text/held/$domain"/*.txt
done > "$out/held-out.txt"
cat "$out/held-out.txt"
