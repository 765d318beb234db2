from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.saying import ClauseCutter, WordsSoFar


def words(pieces):
    so_far = WordsSoFar()
    return "".join(so_far.feed(piece) for piece in pieces)


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF)), st.integers(1, 9)
)
def test_the_words_in_json_come_out_however_it_is_cut(text, size):
    answer = json.dumps({"say": text}, ensure_ascii=False)

    found = words(answer[i : i + size] for i in range(0, len(answer), size))

    assert found == text


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('{"say": "a \\u00e9 b"}', "a é b"),
        ("Plain words.", "Plain words."),
        ("  plain", "plain"),
        ('{"call": "task.create", "title": "milk"}', ""),
        ('{"steps": []}', ""),
        ('{"say": "half', "half"),
        ("", ""),
    ],
)
def test_only_words_come_out(answer, expected):
    assert words(answer) == expected


def test_the_first_clause_is_cut_early_and_the_rest_at_sentences():
    cutter = ClauseCutter()
    text = "Well, I think so, yes. It is a long way to go, but you can do it. Try it."

    early = [cutter.feed(character) for character in text]
    clauses = [clause for found in early for clause in found] + cutter.flush()

    assert clauses[0] == "Well, I think so,"
    assert " ".join(clauses) == text


@given(st.text(max_size=400), st.integers(1, 30))
def test_no_word_is_lost_or_doubled(text, size):
    cutter = ClauseCutter()
    parts = [text[i : i + size] for i in range(0, len(text), size)]

    clauses = [clause for part in parts for clause in cutter.feed(part)]
    clauses += cutter.flush()

    spoken = "".join("".join(clauses).split())
    assert [c for c in spoken if c.isalnum()] == [c for c in text if c.isalnum()]
