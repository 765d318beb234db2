"""The voice daemon on the virtual sound card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.household import Household

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clara_edge.models.store import ModelStore
    from tests.soundcard import SoundCard


@pytest.fixture
def household(
    sound_card: SoundCard, model_store: ModelStore, tmp_path: Path
) -> Iterator[Household]:
    """A house where the daemon is not started yet."""
    house = Household(
        sound_card, tmp_path, model_store.folder("moonshine-tiny-en").parent
    )
    try:
        yield house
    finally:
        house.close()


@pytest.fixture
def home(household: Household) -> Household:
    """A house where Clara sleeps and listens for its name."""
    return household.start()
