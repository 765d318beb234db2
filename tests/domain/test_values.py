from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clara_edge.domain.errors import FieldInvalidError
from clara_edge.domain.values import (
    MAX_POSITION,
    NOTES_MAX_CHARS,
    TAG_MAX_CHARS,
    checked_position,
    clean_notes,
    clean_tag,
    clean_tags,
)

ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.binary()


@given(st.text())
@example("a\r\nb\rc")
def test_notes_are_stable_or_refused(raw):
    try:
        notes = clean_notes(raw)
    except FieldInvalidError:
        return

    assert clean_notes(notes) == notes
    assert notes.encode("utf-8").decode("utf-8") == notes
    assert "\r" not in notes
    assert len(notes) <= NOTES_MAX_CHARS


@given(st.text(max_size=120))
@example('#a, "b" (c)')
@example("a,#b")
@example(",#a")
def test_tag_is_stable_or_refused(raw):
    try:
        tag = clean_tag(raw)
    except FieldInvalidError:
        return

    assert clean_tag(tag) == tag
    assert 0 < len(tag) <= TAG_MAX_CHARS
    assert not tag.startswith("#")
    assert not set(tag) & set(" ,\"'()")


@given(ANYTHING)
def test_what_is_no_text_is_refused(raw):
    for clean in (clean_notes, clean_tag, clean_tags):
        with pytest.raises(FieldInvalidError):
            clean(raw)


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers())
def test_position_is_finite_or_refused(raw):
    try:
        position = checked_position(raw)
    except FieldInvalidError:
        return

    assert abs(position) < MAX_POSITION


def test_tags_are_kept_once_in_the_first_spelling():
    assert clean_tags(("Home", "#home", "a b", "A-B")) == ("Home", "a-b")
