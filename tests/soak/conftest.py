"""Houses for the long tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.household import Household

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clara_edge.models.store import ModelStore
    from tests.soundcard import SoundCard


@pytest.fixture
def move_in(
    sound_card: SoundCard, model_store: ModelStore, tmp_path: Path
) -> Iterator[Callable[[], Household]]:
    """Make a house over the same folders as the one before, with the daemon not started."""
    models = model_store.folder("moonshine-tiny-en").parent
    houses: list[Household] = []

    def make() -> Household:
        houses.append(Household(sound_card, tmp_path, models))
        return houses[-1]

    yield make
    for house in houses:
        house.close()
