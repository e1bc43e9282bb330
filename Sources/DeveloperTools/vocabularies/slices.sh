#!/bin/sh
# Cuts the training and held-out text of the bundled vocabularies out of the corpora, as mix.tsv says.
#   slices.sh CORPORA OUT
# CORPORA/en/classic-books.txt.xz gives OUT/train/en/classic-books.txt and OUT/held/en/classic-books.txt.
set -eu
corpora=$1
out=$2
mix=$(dirname "$0")/mix.tsv
grep -v '^#' "$mix" | while IFS='	' read -r domain file weight learned held; do
  mkdir -p "$out/train/$domain" "$out/held/$domain"
  xz -dc "$corpora/$file.xz" | head -c "$learned" > "$out/train/$file"
  xz -dc "$corpora/$file.xz" | tail -c "$held" > "$out/held/$file"
done
