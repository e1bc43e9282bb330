#!/usr/bin/env bash
# Feeds a reader of Sources/Formats or the Turkish tokenizer with damaged input: run.sh safetensors|configuration|trace|turkish SECONDS
# What was found interesting stays in .build/fuzz/TARGET; a crash leaves a file crash-* there, which is read alone with run.sh TARGET FILE.
set -euo pipefail
cd "$(dirname "$0")/../../.."
target=$1 what=$2
here=Sources/DeveloperTools/fuzz
out=.build/fuzz
corpus=$out/$target
mkdir -p "$corpus"

common=(-O -parse-as-library -swift-version 6 -package-name tokview)
swiftc "${common[@]}" -wmo -emit-module -emit-library -static -module-name UnicodeText \
  -emit-module-path $out/UnicodeText.swiftmodule -o $out/libUnicodeText.a $(find Sources/UnicodeText -name '*.swift')
# -assert-config Debug keeps assertions and -Ounchecked is never used: overflow and bounds trap as in the program.
fuzzer=(-wmo -sanitize=fuzzer,address -use-ld=lld -module-name Fuzz -I "$out" -assert-config Debug -L "$out" -lUnicodeText)
if [ "$target" = turkish ]; then
  echo "module CPrefetch { header \"$PWD/Sources/CPrefetch/include/CPrefetch.h\" }" >$out/module.modulemap
  swiftc "${common[@]}" -wmo -sanitize=address -sanitize-coverage=edge,inline-8bit-counters,pc-table,indirect-calls -assert-config Debug \
    -emit-module -emit-library -static -module-name Tokenization -I $out \
    -emit-module-path $out/Tokenization.swiftmodule -o $out/libTokenization.a $(find Sources/Tokenization -name '*.swift')
  swiftc "${common[@]}" "${fuzzer[@]}" "$here/turkish.swift" -lTokenization -o "$out/fuzz-$target"
else
  # The readers of TOML need TOMLKit and are left out.
  readers=$(grep -L -E 'TOML|SampleFile' Sources/Formats/*.swift)
  swiftc "${common[@]}" "${fuzzer[@]}" $readers $here/checkMessage.swift "$here/$target.swift" -o "$out/fuzz-$target"
fi

# A header of JSON before so many zero bytes.
seed() {
  printf -v length '\\x%02x\\x%02x' $((${#2} % 256)) $((${#2} / 256))
  { printf "$length"'\0\0\0\0\0\0%s' "$2"; head -c "$3" /dev/zero; } >"$corpus/seed-$1"
}
tensor() { printf '"%s":{"dtype":"%s","shape":[%s],"data_offsets":[%s]}' "$@"; }
tokens="$(tensor tokens.ids I32 2 0,8),$(tensor tokens.offsets I32 2,2 8,24)"
marks='"__metadata__":{"format":"tokview-trace","version":"1","text":"ab","causal":"true","attn_kind":"probs","top_k":"1"}'
case $target in
  turkish) printf "Evlerimizde Ankara'da 2024'te TBMM'nin KİTABI bekliyor; su-yu\n" >"$corpus/seed-words" ;;
  configuration) for name in gpt2 llama qwen3 qwen3moe; do cp Tests/Golden/Models/$name/config.json "$corpus/seed-$name"; done ;;
  *)
    seed tokens "{$marks,$tokens}" 24
    seed chosen "{$marks,$tokens,$(tensor routed.3 I32 2,1 24,32),$(tensor routed_weight.3 F32 2,1 32,40)}" 40
    seed all "{$marks,$tokens,$(tensor logprob F32 2 24,32),$(tensor attn.0 F16 1,3 32,38),$(tensor router.0 F16 2,2 38,46)}" 46
    seed square "{$marks,$tokens,$(tensor attn.0 BF16 2,2,2 24,40),$(tensor attn.7 F64 2,3 40,88)}" 88
    ;;
esac
# The backtracer of Swift can wait for ever inside a sanitised process.
export SWIFT_BACKTRACE=enable=no
case $what in
  *[!0-9]*) exec "$out/fuzz-$target" "$what" ;;
  *) exec "$out/fuzz-$target" -max_total_time="$what" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
    -dict=$here/words.dict -artifact_prefix="$corpus/" "$corpus" ;;
esac
