"""Settings that a running conversation takes over without a new start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.config.schema import Config


class Tuning:
    """The present settings and the parts that follow them; belongs to the event loop.

    Attributes:
        config: what holds now; the next sound is played by it.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self._followers: list[Callable[[Config], None]] = []

    def follow(self, follower: Callable[[Config], None]) -> None:
        """Call `follower` with each new configuration."""
        self._followers.append(follower)

    def retune(self, config: Config) -> None:
        """Let everything follow a new configuration."""
        self.config = config
        for follower in self._followers:
            follower(config)
