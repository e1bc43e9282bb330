#!/usr/bin/env bash
# Feeds a reader with damaged input: run.sh TARGET SECONDS, with the TARGETs listed below; 0 seconds only builds.
# What was found interesting stays in .build/fuzz/TARGET; a crash leaves a file crash-* there, which is read alone with run.sh TARGET FILE.
set -euo pipefail
cd "$(dirname "$0")/../../.."
target=$1 what=$2
here=Sources/DeveloperTools/fuzz
out=.build/fuzz
corpus=$out/$target
toml=.build/checkouts/TOMLKit/Sources
mkdir -p "$corpus" $out/objects

modules="UnicodeText Formats" extra= leaks=1 memory=(-rss_limit_mb=2048)
case $target in
  safetensors | index | configuration | trace | json | recipe | gold | terms) ;;
  # TOMLKit does not free the keys and texts it hands over.
  theme) modules+=" Screen" memory=(-detect_leaks=0 -rss_limit_mb=4096) leaks=0 ;;
  sample) modules+=" Tokenization" extra=Sources/Analysis/Expectation.swift memory=(-detect_leaks=0 -rss_limit_mb=4096) leaks=0 ;;
  tokenizer | tiktoken) modules+=" Tokenization" extra="Sources/Catalog/Vocabulary+File.swift $here/vocabulary.swift" ;;
  words | turkish) modules="UnicodeText Tokenization" extra=$here/contents.swift ;;
  ids) modules="UnicodeText Tokenization" extra="Sources/tokview/TokenIDParser.swift Sources/tokview/Failure.swift" ;;
  pretokens) modules="UnicodeText Tokenization" ;;
  text) modules=UnicodeText ;;
  input) modules="UnicodeText Screen" extra=Sources/Terminal/InputDecoder.swift ;;
  *) echo "no target $target" >&2 && exit 2 ;;
esac

# -assert-config Debug keeps assertions and -Ounchecked is never used: overflow and bounds trap as in the program.
common=(-O -wmo -parse-as-library -swift-version 6 -package-name tokview -assert-config Debug -I $out)
coverage=(-sanitize=address -sanitize-coverage=edge,inline-8bit-counters,pc-table,indirect-calls)

# A module with everything in the folder, unless it was built from the same files and the same base, which it imports.
base=
module() {
  local name=$1 folder=$2
  shift 2
  [ -n "$(find "$folder" $base -newer "$out/lib$name.a" 2>/dev/null || echo none)" ] || return 0
  find "$folder" -name '*.swift' -print0 | sort -z | xargs -0 swiftc "${common[@]}" "${coverage[@]}" "$@" -emit-module -emit-library -static \
    -module-name "$name" -emit-module-path "$out/$name.swiftmodule" -o "$out/lib$name.a"
}
exec 9>$out/lock
flock 9
echo "module CPrefetch { header \"$PWD/Sources/CPrefetch/include/CPrefetch.h\" }" >$out/module.modulemap
module UnicodeText Sources/UnicodeText
base=$out/libUnicodeText.a
case $modules in *Screen*) module Screen Sources/Screen ;; esac
case $modules in *Tokenization*) module Tokenization Sources/Tokenization ;; esac
libraries=
case $modules in
  *Formats*)
    [ -d $toml ] || swift package resolve
    if [ ! -e $out/libCTOML.a ]; then
      for file in $toml/CTOML/Sources/*.cpp; do
        "$(dirname "$(readlink -f "$(command -v swiftc)")")/clang++" -std=c++17 -O1 -fsanitize=address,fuzzer-no-link -DTOML_EXCEPTIONS=1 \
          -I $toml/CTOML/include -c "$file" -o "$out/objects/$(basename "$file").o"
      done
      ar rcs $out/libCTOML.a $out/objects/*.cpp.o
    fi
    base= module TOMLKit $toml/TOMLKit -swift-version 5 -I $toml/CTOML/include/CTOML -suppress-warnings
    module Formats Sources/Formats -I $toml/CTOML/include/CTOML
    libraries="-lTOMLKit -lCTOML -lstdc++"
    ;;
esac
for name in $modules; do libraries="-l$name $libraries"; done
sources=("$here/$target.swift" $here/checkMessage.swift $extra)
archives=$(for name in $modules; do echo "$out/lib$name.a"; done)
if [ -n "$(find "${sources[@]}" $archives -newer "$out/fuzz-$target" 2>/dev/null || echo none)" ]; then
  swiftc "${common[@]}" -sanitize=fuzzer,address -use-ld=lld -module-name Fuzz -I $toml/CTOML/include/CTOML -L $out "${sources[@]}" \
    $libraries $libraries -o "$out/fuzz-$target"
fi
flock -u 9

# A header of JSON before so many zero bytes.
seed() {
  printf -v length '\\x%02x\\x%02x' $((${#2} % 256)) $((${#2} / 256))
  { printf "$length"'\0\0\0\0\0\0%s' "$2"; head -c "$3" /dev/zero; } >"$corpus/seed-$1"
}
tensor() { printf '"%s":{"dtype":"%s","shape":[%s],"data_offsets":[%s]}' "$@"; }
tokens="$(tensor tokens.ids I32 2 0,8),$(tensor tokens.offsets I32 2,2 8,24)"
marks='"__metadata__":{"format":"tokview-trace","version":"1","text":"ab","causal":"true","attn_kind":"probs","top_k":"1"}'
byte_level='{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}'
case $target in
  turkish | pretokens | text) cp Samples/*.txt "$corpus" ;;
  configuration) for name in gpt2 llama qwen3 qwen3moe; do cp Tests/Golden/Models/$name/config.json "$corpus/seed-$name"; done ;;
  json) for name in gpt2 qwen3moe; do cp Tests/Golden/Models/$name/config.json "$corpus/seed-$name"; done ;;
  index) printf '{"metadata":{"total_size":9},"weight_map":{"a":"model-00001-of-00002.safetensors"}}' >"$corpus/seed-index" ;;
  theme)
    cp Themes/*.toml "$corpus"
    printf '"\\u00e9" = [ 1, "x", [2] ] # c\n[t."a b".c]\nd.e = -1\n[ui]\n"\\"k" = true\nfg = "#ffffff bold"\n' >"$corpus/seed-quoted" ;;
  sample) cp Samples/*.txt "$corpus" ;;
  recipe) cp Sources/DeveloperTools/vocabularies/*.recipe "$corpus" ;;
  gold) head -c 2000 Sources/DeveloperTools/turkish/gold.txt >"$corpus/seed-gold" ;;
  terms) printf '# group: legal\nres judicata\n42 U.S.C. \xc2\xa7 1983\n' >"$corpus/seed-terms" ;;
  words) head -c 800 Sources/CBundle/Turkish/lexicon.txt >"$corpus/seed-words"
    { printf 'kitap\tN\n\0'; cat Sources/CBundle/Turkish/suffixes.tsv; } >"$corpus/seed-suffixes" ;;
  ids) printf '[1, 2, 65535]\n4294967295 7' >"$corpus/seed-ids" ;;
  input) printf 'q\x1b[A\x1bOH\x1b[5~\x1b[200~pasted\x1b[201~\x1b[<0;3;4M\x1b[M !!\x1b[[A\xc3\xa7\x1b' >"$corpus/seed-input" ;;
  tiktoken) printf '\0YWI= 256\nYWJj 300\r\n' >"$corpus/seed-ranks" ;;
  tokenizer)
    sequence='{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"%s"},"behavior":"Isolated"},'$byte_level']}'
    added='[{"id":260,"content":"<x>","special":true,"lstrip":true},{"id":258,"content":"\\u00e9b","normalized":true,"single_word":true}]'
    model='{"type":"BPE","ignore_merges":false,"vocab":{\0,"ab":256,"abc":257,"%s":258},"merges":[["a","b"],"ab c"]}'
    printf '{"added_tokens":'"$added"',"normalizer":{"type":"NFC"},"pre_tokenizer":'"$byte_level"',"model":'"$model"'}' e >"$corpus/seed-added"
    printf '{"normalizer":{"type":"NFKC"},"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"\u00e9":3,"ab\u00e9":4},"merges":["a b",["ab","\u00e9"]]}}' \
      >"$corpus/seed-characters"
    printf '{"pre_tokenizer":'"$byte_level"',"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"a b":3},"merges":["a b"]}}' >"$corpus/seed-bytes"
    printf '{"model":'"$model"',"pre_tokenizer":'"$sequence"'}' ac \
      "[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|\\\\p{N}{1,3}| ?[^\\\\s\\\\p{L}\\\\p{N}]+[\\\\r\\\\n]*|\\\\s*[\\\\r\\\\n]+|\\\\s+(?!\\\\S)|\\\\s+" >"$corpus/seed-split"
    printf '{"model":{"type":"BPE","tokview_scaffold":{"scaffold":[256]},"vocab":{\0,"ab":256,"abc":257},"merges":["a b","ab c"]}}' >"$corpus/seed-scaffold" ;;
  *)
    seed tokens "{$marks,$tokens}" 24
    seed chosen "{$marks,$tokens,$(tensor routed.3 I32 2,1 24,32),$(tensor routed_weight.3 F32 2,1 32,40)}" 40
    seed all "{$marks,$tokens,$(tensor logprob F32 2 24,32),$(tensor attn.0 F16 1,3 32,38),$(tensor router.0 F16 2,2 38,46)}" 46
    seed square "{$marks,$tokens,$(tensor attn.0 BF16 2,2,2 24,40),$(tensor attn.7 F64 2,3 40,88)}" 88
    ;;
esac
# The backtracer of Swift can wait for ever inside a sanitised process.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=$leaks
case $what in
  0) ;;
  *[!0-9]*) exec "$out/fuzz-$target" "$what" ;;
  *) exec "$out/fuzz-$target" -max_total_time="$what" -timeout=30 "${memory[@]}" -max_len=65536 -print_final_stats=1 \
    -dict=$here/words.dict -artifact_prefix="$corpus/" "$corpus" ;;
esac
