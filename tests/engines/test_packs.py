"""The best installed pack is used, and the smallest is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from clara_edge.domain.errors import ModelMissingError
from clara_edge.engines.packs import first_installed


class Shelf:
    """A ModelLocator over a set of names."""

    def __init__(self, *installed: str) -> None:
        self.installed = installed

    def folder(self, pack: str) -> Path:
        if pack not in self.installed:
            raise ModelMissingError(f"the model pack {pack} is not installed")
        return Path(pack)


def test_takes_the_first_that_is_installed() -> None:
    assert first_installed(Shelf("small", "large"), ["large", "small"]) == "large"
    assert first_installed(Shelf("small"), ["large", "small"]) == "small"


def test_asks_for_the_smallest_when_none_is_installed() -> None:
    with pytest.raises(ModelMissingError, match="small"):
        first_installed(Shelf(), ["large", "small"])
