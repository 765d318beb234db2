"""The virtual sound card of `clara bench`, as a fixture."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from clara_edge.cli.bench.sound_card import SoundCard, virtual_sound_card
from clara_edge.cli.bench.sound_streams import Playing, Recording
from clara_edge.domain.errors import AudioDeviceMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Playing", "Recording", "SoundCard", "sound_card"]


@pytest.fixture(scope="session")
def sound_card() -> Iterator[SoundCard]:
    """A virtual sound card, also visible to this process and its children."""
    with ExitStack() as stack:
        try:
            card = stack.enter_context(virtual_sound_card())
        except AudioDeviceMissingError as error:
            if os.environ.get("CI"):
                pytest.fail(str(error))
            pytest.skip(str(error))
        before = {key: os.environ.get(key) for key in card.env}
        os.environ.update(card.env)
        try:
            yield card
        finally:
            for key, value in before.items():
                if value is None:
                    del os.environ[key]
                else:
                    os.environ[key] = value
