"""How hard the spoken lines are: sentence length and reading age, table by table.

    pip install textstat==0.7.4
    python bench/reading_age.py

textstat counts syllables with hyphenation patterns in this version; later ones want a
dictionary from the network. English: Flesch-Kincaid grade (years of school) and reading ease (of
100, more is easier). German: the first Vienna formula (years of school). Writes reading_age.json.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import textstat
import yaml

from voicecoach.language import load
from voicecoach.lint.prose import sentences
from voicecoach.plan.planner import plan
from voicecoach.script import reader

ROOT = Path(__file__).parents[1]
LANGUAGE = ROOT / "src" / "voicecoach" / "language"
NOT_SPOKEN = {
    *("commands", "decoys", "idioms", "requests", "spelling", "triage", "voids", "words"),
    *("lint", "starter"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, default=Path("reading_age.json"))
    options = parser.parse_args()
    rows = [*tables(), *sessions()]
    print(f"{'what':<34}{'sentences':>10}{'mean':>7}{'longest':>9}{'grade':>7}{'ease':>7}")
    for row in rows:
        ease = "" if row["ease"] is None else f"{row['ease']:.0f}"
        print(
            f"{row['what']:<34}{row['sentences']:>10}{row['mean']:>7.1f}{row['longest']:>9}"
            f"{row['grade']:>7.1f}{ease:>7}"
        )
    options.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False))


def tables() -> Iterator[dict[str, object]]:
    for path in sorted(LANGUAGE.glob("*/*.yaml")):
        if path.stem not in NOT_SPOKEN:
            tree = yaml.safe_load(path.read_text("utf-8"))
            tree.pop("sources", None)
            yield row(f"{path.parent.name}/{path.stem}", list(texts(tree)), path.parent.name)


def sessions() -> Iterator[dict[str, object]]:
    for path in sorted((ROOT / "sessions").glob("*.yaml")):
        if "blocks:" in path.read_text("utf-8"):
            session = reader.read(path)
            said = plan(session, load(session.language).lines).texts()
            yield row(f"sessions/{path.stem}", list(said), session.language)


def texts(tree: object) -> Iterator[str]:
    if isinstance(tree, Mapping):
        for branch in tree.values():
            yield from texts(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from texts(branch)
    elif isinstance(tree, str):
        yield tree


def row(what: str, said: list[str], language: str) -> dict[str, object]:
    """What is only a word, a number or a sign counts for nothing: it has no reading age."""
    found = [s for text in said for s in sentences(text) if len(s.words) > 2]
    lengths = [len(sentence.words) for sentence in found]
    joined = " ".join(f"{sentence.text.strip()}." for sentence in found)
    german = language == "de"
    textstat.set_lang("de" if german else "en")
    return {
        "what": what,
        "sentences": len(found),
        "mean": sum(lengths) / max(1, len(lengths)),
        "longest": max(lengths, default=0),
        "grade": textstat.wiener_sachtextformel(joined, 1)
        if german
        else textstat.flesch_kincaid_grade(joined),
        "ease": None if german else textstat.flesch_reading_ease(joined),
    }


if __name__ == "__main__":
    main()
