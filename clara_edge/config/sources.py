"""Where this process has its configuration from, so that it can be read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clara_edge.config.load import LoadedConfig, load_layers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from clara_edge.config.layers import Places


@dataclass(frozen=True, slots=True)
class Sources:
    """The options that a command or service was started with, beside the usual files."""

    file: Path | None = None
    overrides: tuple[str, ...] = ()
    environ: Mapping[str, str] | None = None
    places: Places | None = None

    def load(self, chosen: Mapping[str, Any] | None = None) -> LoadedConfig:
        """Read the configuration as it is now, or as it would be with these choices.

        Raises:
            ConfigInvalidError: one report of every problem.
        """
        return load_layers(
            file=self.file,
            overrides=self.overrides,
            environ=self.environ,
            places=self.places,
            chosen=chosen,
        )


_started_with = Sources()


def started_with(sources: Sources) -> None:
    """Remember how this process was started; like sys.argv, once and for all."""
    global _started_with  # noqa: PLW0603 - a process is started once
    _started_with = sources


def process_sources() -> Sources:
    """Return how this process was started."""
    return _started_with
