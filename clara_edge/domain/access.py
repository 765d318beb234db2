"""Who may do what with Clara, pairing codes, and how long to wait after wrong ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from clara_edge.domain.errors import FieldInvalidError

CODE_LENGTH = 8
CODE_VALID = timedelta(minutes=10)
CODES_AT_ONCE = 8
"""The oldest gives way: nobody can pile them up."""

# Without letters that are taken for a digit or another letter on a screen: B, I, O, Q, S, Z.
# They are spoken by these words, for the names of letters sound alike (E, D, T, P, V…).
LETTERS = {
    "A": "Alfa",
    "C": "Charlie",
    "D": "Delta",
    "E": "Echo",
    "F": "Foxtrot",
    "G": "Golf",
    "H": "Hotel",
    "J": "Juliett",
    "K": "Kilo",
    "L": "Lima",
    "M": "Mike",
    "N": "November",
    "P": "Papa",
    "R": "Romeo",
    "T": "Tango",
    "U": "Uniform",
    "V": "Victor",
    "W": "Whiskey",
    "X": "X-ray",
    "Y": "Yankee",
}
"""What codes are made of: 20 letters, so 8 of them are one of 25,600,000,000."""

# Blanks, and the dashes that keyboards make of a hyphen (U+2010 to U+2015).
_BETWEEN = re.compile("[\\s.\u2010-\u2015-]+")

FREE_TRIES = 5
_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(hours=1)
# who was wrong so often is no owner with a typo: a new code does not forgive it
UNFORGIVEN_TRIES = 10

NAME_MAX = 80


class Scope(IntEnum):
    """What may be done; each includes the ones before it."""

    READ = 1
    WRITE = 2
    ADMIN = 3

    @property
    def label(self) -> str:
        """Return its name in commands, in the API and in the database."""
        return self.name.lower()


class DeviceKind(StrEnum):
    """How a device proves who it is."""

    HTTPS = "https"
    """A browser, by a cookie that only HTTPS carries."""
    HTTP = "http"
    """A browser, by a cookie for tasks alone, which whoever listens can copy."""
    TOKEN = "token"  # noqa: S105 - the kind, not one
    """A program, by a bearer token."""


@dataclass(frozen=True, slots=True)
class Device:
    """A browser or program that was let in; times are aware."""

    id: str
    number: int
    """Short and stable: what people type."""
    name: str
    kind: DeviceKind
    scope: Scope
    made_at: datetime
    used_at: datetime | None = None
    """The last use, by the minute."""
    address: str = ""
    """Where it was last used from."""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Something that happened to who may do what."""

    at: datetime
    event: str
    device: str = ""
    """The name of the device; it may be gone."""
    address: str = ""
    detail: str = ""


def scope_named(label: str) -> Scope:
    """Return the scope of this name.

    Raises:
        FieldInvalidError: there is none.
    """
    try:
        return Scope[label.upper()]
    except KeyError as error:
        raise FieldInvalidError(
            f"there is no scope {label[:40]!r}", remedy="use read, write or admin"
        ) from error


def scopes_up_to(scope: Scope) -> frozenset[Scope]:
    """Return a scope and all that it includes."""
    return frozenset(each for each in Scope if each <= scope)


def limited(scope: Scope, kind: DeviceKind) -> Scope:
    """Return what a device of a kind may do at most: over plain HTTP tasks, no more."""
    return min(scope, Scope.WRITE) if kind is DeviceKind.HTTP else scope


def checked_name(text: str) -> str:
    """Return the name of a device in one line.

    Raises:
        FieldInvalidError: it is empty, too long or not printable.
    """
    name = " ".join(text.split())
    if name and len(name) <= NAME_MAX and name.isprintable():
        return name
    raise FieldInvalidError(
        f"{name[:NAME_MAX]!r} is no name of a device",
        remedy=f"use 1 to {NAME_MAX} printable characters",
    )


def normal_code(text: str) -> str | None:
    """Return a code as it was made from how it was typed; None if it cannot be one."""
    letters = _BETWEEN.sub("", text).upper()
    if len(letters) == CODE_LENGTH and all(each in LETTERS for each in letters):
        return letters
    return None


def shown_code(code: str) -> str:
    """Return a code in two halves, which people copy with fewer mistakes."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def spoken_code(code: str) -> str:
    """Return the words to speak for a code, slowly and in two halves."""
    words = [LETTERS[letter] for letter in code]
    half = CODE_LENGTH // 2
    return f"{'. '.join(words[:half])}. And then: {'. '.join(words[half:])}."


def delay_after(failures: int) -> timedelta:
    """Return how long nothing is tried after so many wrong codes in a row."""
    if failures < FREE_TRIES:
        return timedelta()
    # beyond this the longest is reached in any case
    doublings = min(failures - FREE_TRIES, 12)
    delay: timedelta = _FIRST_DELAY * 2**doublings
    return min(delay, _LONGEST_DELAY)
