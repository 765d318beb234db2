"""Which of several model packs to use when none is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.errors import ModelMissingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.ports.engine import ModelLocator


def first_installed(models: ModelLocator, packs: Sequence[str]) -> str:
    """Return the first of these packs, best first, that is installed.

    Raises:
        ModelMissingError: none is; it names the last, which is the smallest.
    """
    for pack in packs[:-1]:
        try:
            models.folder(pack)
        except ModelMissingError:
            continue
        return pack
    models.folder(packs[-1])
    return packs[-1]
