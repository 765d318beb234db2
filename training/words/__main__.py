"""`python -m training.words`: count what words follow each other, in what the parser learns from.

Numpy only, half a minute. What was recognised wrongly is left out, and so are sentences that
are in an evaluation part, word for word.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from clara_edge.engines.stt.second_look import WORDS
from clara_edge.engines.stt.second_look.word_model import pack
from clara_edge.engines.stt.second_look.words import END, START, words_in
from training.nlu.corpora import clinc, topv2
from training.nlu.dataset import titles_of
from training.nlu.made import made_sentences, schema_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from training.nlu.sentence import Sentence

SEED = 1
# a word seen once is more often a typing error than a word
_WORD_AT_LEAST = 2
_TRIGRAM_AT_LEAST = 2


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m training.words", description=__doc__
    )
    test_data = Path(os.environ.get("CLARA_TEST_DATA", "../shared"))
    parser.add_argument("--data", type=Path, default=test_data / "nlu", help="corpora")
    parser.add_argument("--out", type=Path, default=WORDS, help="the file to write")
    args = parser.parse_args()
    write([words_in(text) for text in texts(args.data)], args.out)
    print(f"{args.out.name}: {args.out.stat().st_size:,} bytes")  # noqa: T201


def texts(folder: Path) -> list[str]:
    """Return what people say to an assistant, without what is measured with."""
    measured = {
        _text(s)
        for d in topv2.IN_SCOPE
        for s in topv2.read(folder / "topv2", d, "eval")
    }
    return [text for s in _sentences(folder) if (text := _text(s)) not in measured]


def write(sentences: Iterable[list[str]], file: Path) -> None:
    """Count up to three words in a row and write the counts, sorted, to a file."""
    kept = [words for words in sentences if words]
    seen = Counter(word for words in kept for word in words)
    known = sorted(word for word, count in seen.items() if count >= _WORD_AT_LEAST)
    vocabulary = [START, END, *known]
    numbers = {word: number for number, word in enumerate(vocabulary, start=1)}
    counts: list[Counter[int]] = [Counter(), Counter(), Counter()]
    for words in kept:
        row = [numbers.get(word, 0) for word in [START, START, *words, END]]
        for end in range(3, len(row) + 1):
            for length, counter in enumerate(counts, start=1):
                gram = tuple(row[end - length : end])
                # an unknown word has a price of its own
                if gram[-1]:
                    counter[pack(gram)] += 1
    arrays = {"words": np.frombuffer("\n".join(vocabulary).encode(), np.uint8)}
    for length, counter in enumerate(counts, start=1):
        least = _TRIGRAM_AT_LEAST if length == len(counts) else 1
        keys = sorted(key for key, count in counter.items() if count >= least)
        arrays[f"keys{length}"] = np.array(keys, np.uint64)
        arrays[f"counts{length}"] = np.array([counter[k] for k in keys], np.uint32)
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # its stub names no **


def _sentences(folder: Path) -> Iterator[Sentence]:
    rng = Random(SEED)
    reminders = list(topv2.read(folder / "topv2", "reminder", "train"))
    yield from reminders
    for domain in ("alarm", "timer"):
        yield from topv2.read(folder / "topv2", domain, "train")
    for domain in topv2.OTHER:
        yield from topv2.outside(folder / "topv2", domain, "train")
    yield from clinc.read(folder / "clinc150", "train")
    yield from made_sentences(rng, titles_of(reminders))
    yield from schema_sentences()


def _text(sentence: Sentence) -> str:
    return " ".join(sentence.words).lower()


if __name__ == "__main__":
    main()
