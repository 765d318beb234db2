"""Numbers that stand for a word: two hashes of it, and its letters."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Two words rarely share both hashes, so the pair tells 8,192 squared words apart.
BUCKETS = 8_192
HASHES = 2
# The two hashes are bits of one sum: sums with other start values differ by a constant
# for words of one length (CRC is linear), so such pairs would collide together.
_SHIFTS = (0, 19)
CHARS = 16
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789#%&+@"
_NUMBER = {char: index + 2 for index, char in enumerate(_ALPHABET)}
_OTHER_CHAR = 1
ALPHABET_SIZE = len(_ALPHABET) + 2


@lru_cache(maxsize=20_000)
def word_numbers(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the hashes of a word and its letters, filled up with zeros."""
    checksum = zlib.crc32(word.encode(errors="replace"))
    hashes = tuple((checksum >> shift) % BUCKETS for shift in _SHIFTS)
    letters = [_NUMBER.get(char, _OTHER_CHAR) for char in word[:CHARS]]
    return hashes, tuple(letters + [0] * (CHARS - len(letters)))


def sentence_numbers(
    words: Sequence[str],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the hashes (words by 2) and letters (words by 16) of a sentence."""
    numbers = [word_numbers(word) for word in words]
    return (
        np.array([n[0] for n in numbers], dtype=np.int64).reshape(-1, HASHES),
        np.array([n[1] for n in numbers], dtype=np.int64).reshape(-1, CHARS),
    )
