from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.engines.nlu.learned.decoding import (
    best_path,
    forbidden,
    spans_of,
    start_rules,
    step_rules,
    tags_of,
)
from clara_edge.engines.nlu.learned.features import CHARS, sentence_numbers
from clara_edge.engines.nlu.learned.tokens import MAX_TOKENS, tokens_of

TAGS = tags_of(("title", "when"))


def words(text):
    return [token.word for token in tokens_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Remind me at 7:30 a.m. please", "remind me at 7 30 am please"),
        (
            "don't forget Ann\N{RIGHT SINGLE QUOTATION MARK}s cake",
            "dont forget ann s cake",
        ),
        ("5PM, #home & 20%", "5 pm # home & 20 %"),
        ("p.m", "pm"),
        ("", ""),
        ("…!?", ""),
    ],
)
def test_splits_into_plain_words(text, expected):
    assert words(text) == expected.split()


@given(st.text())
def test_every_token_stands_where_it_says(text):
    found = tokens_of(text)

    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert sentence_numbers([t.word for t in found])[1].shape == (len(found), CHARS)


def test_a_long_text_gives_a_bounded_number_of_words():
    assert len(tokens_of("milk " * 10_000)) == MAX_TOKENS


def every_path(emissions, start, steps):
    for path in itertools.product(range(len(TAGS)), repeat=len(emissions)):
        score = start[path[0]] + sum(e[t] for e, t in zip(emissions, path, strict=True))
        score += sum(steps[a, b] for a, b in itertools.pairwise(path))
        yield list(path), float(score)


def test_finds_the_best_of_all_paths_and_its_probability():
    rng = np.random.default_rng(5)
    emissions = rng.normal(size=(4, len(TAGS))).astype(np.float32)
    start = start_rules(TAGS)
    steps = step_rules(TAGS) + rng.normal(size=(len(TAGS),) * 2).astype(np.float32)

    path, log_probability = best_path(emissions, start, steps)

    paths = list(every_path(emissions, start, steps))
    best, score = max(paths, key=lambda pair: pair[1])
    total = np.logaddexp.reduce([s for _, s in paths])
    assert path == best
    assert log_probability == pytest.approx(score - total, abs=1e-4)


def test_a_span_never_goes_on_without_having_begun():
    emissions = np.zeros((3, len(TAGS)), np.float32)
    emissions[:, TAGS.index("I-title")] = 9

    path, _ = best_path(emissions, start_rules(TAGS), step_rules(TAGS))

    assert [TAGS[t] for t in path] == ["B-title", "I-title", "I-title"]


def test_kinds_that_an_intent_lacks_do_not_appear():
    emissions = np.zeros((2, len(TAGS)), np.float32)
    emissions[:, TAGS.index("B-when")] = 9

    path, _ = best_path(
        emissions + forbidden(TAGS, {"title"}), start_rules(TAGS), step_rules(TAGS)
    )

    assert all(TAGS[t] != "B-when" for t in path)


def test_spans_are_read_from_tags():
    tags = ["O", "B-title", "I-title", "B-when", "B-title"]

    assert spans_of(tags) == [("title", 1, 3), ("when", 3, 4), ("title", 4, 5)]
