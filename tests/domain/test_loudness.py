"""Words for a loudness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.loudness import loudness


@pytest.mark.parametrize(
    ("level", "said", "expected"),
    [
        ("up", "turn it up", 0.65),
        ("louder", "much louder", 0.8),
        ("a bit quieter", "a bit quieter please", 0.45),
        ("down", "turn it down by twenty percent", 0.3),
        ("increase", "increase the volume to eighty percent", 0.8),
        ("up", "turn it up all the way", 1.0),
        ("thirty percent", "set the volume to thirty percent", 0.3),
        ("seven", "volume seven", 0.7),
        ("10", "volume 10", 1.0),
        ("7%", "volume 7%", 0.07),
        ("100", "volume 100", 1.0),
        ("half", "half volume", 0.5),
        ("max", "max", 1.0),
        ("too loud", "you're too loud", 0.35),
        ("not loud enough", "you're not loud enough", 0.65),
        ("off", "sound off", 0.0),
        ("purple", "make it purple", None),
        ("", "", None),
    ],
)
def test_reads_what_people_say(level, said, expected):
    assert loudness(level, said, 0.5) == expected


def test_quieter_never_ends_in_silence():
    assert loudness("quieter", "quieter", 0.05) == 0.05
    assert loudness("quieter", "quieter", 0.0) == 0.0


@given(st.text(max_size=200), st.text(max_size=200), st.floats(0, 1))
def test_any_words_give_a_loudness_or_none(level, said, present):
    found = loudness(level, said, present)

    assert found is None or 0 <= found <= 1
