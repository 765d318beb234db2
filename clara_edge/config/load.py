"""Read the configuration from its layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.config.schema import Config

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def load_config(*, file: Path | None = None, overrides: Sequence[str] = ()) -> Config:
    """Return the effective configuration."""
    del file, overrides
    return Config()
