"""Whatever an endpoint sends, cut anywhere, is text or one kind of error."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.errors import LanguageModelError
from clara_edge.engines.llm.openai_stream import error_code, lines_of, pieces_of
from tests.engines.llm.peers import DONE, event

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["choices", "delta", "content", "finish_reason", "error", "code"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


def text_of(raw: bytes, cuts: list[int]) -> str:
    places = sorted({0, len(raw), *(cut % (len(raw) + 1) for cut in cuts)})
    chunks = [raw[a:b] for a, b in pairwise(places)]
    return "".join(pieces_of(lines_of(chunks)))


@given(st.lists(st.text(max_size=20), max_size=6), st.lists(st.integers(0, 10_000)))
def test_the_text_is_whole_wherever_the_stream_was_cut(
    pieces: list[str], cuts: list[int]
) -> None:
    raw = b"".join(event(piece) for piece in pieces) + DONE

    assert text_of(raw, cuts) == "".join(pieces)


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=4))
def test_bytes_of_any_kind_raise_one_kind_of_error(raw: bytes, cuts: list[int]) -> None:
    with suppress(LanguageModelError):
        text_of(raw, cuts)


@given(JSON)
def test_events_of_any_form_raise_one_kind_of_error(value: object) -> None:
    raw = json.dumps(value).encode()

    error_code(raw)
    with suppress(LanguageModelError):
        text_of(b"data: " + raw + b"\n\n" + DONE, []).encode()
