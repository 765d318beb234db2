"""The one error of the set-up."""

from __future__ import annotations


class SetupError(Exception):
    """What failed, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}; {remedy}")
