"""Rows of pairing codes: hashed, used once, and gone when the machine starts anew."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.access import (
    CODE_LENGTH,
    CODE_VALID,
    CODES_AT_ONCE,
    LETTERS,
    DeviceKind,
    Scope,
    normal_code,
    scope_named,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from .uptime import Uptime

_VALID_MS = int(1000 * CODE_VALID.total_seconds())
# 4 MiB and 15 ms on a PC for one; a copy of the file alone gives no code in ten minutes
# (25,600,000,000 of them), and a flood of tries does not fill the memory.
_SCRYPT_N = 2**12
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class IssuedCodes:
    """Codes of which one may be used once; they are not kept anywhere."""

    pair: str
    """What they have in common."""
    codes: dict[DeviceKind, str]


@dataclass(frozen=True, slots=True)
class FoundCode:
    """What was found for a code that somebody typed."""

    pair: str
    kind: DeviceKind
    scope: Scope


def salt(db: sqlite3.Connection) -> bytes:
    """Return what makes the same code another hash elsewhere."""
    row = db.execute("SELECT value FROM secrets WHERE name = 'code_salt'").fetchone()
    return bytes(row[0])


def hashed(text: str, salt: bytes) -> bytes:
    """Return the hash of what was typed; it takes the same time for whatever it is."""
    code = normal_code(text) or "\0" * CODE_LENGTH
    with _ONE_AT_A_TIME:
        return hashlib.scrypt(
            code.encode("ascii"), salt=salt, n=_SCRYPT_N, r=8, p=1, dklen=32
        )


def issue(
    db: sqlite3.Connection, kinds: Iterable[DeviceKind], scope: Scope, now: Uptime
) -> IssuedCodes:
    """Make a code for each kind of device, of which one can be used."""
    drop_dead(db, now)
    issued = IssuedCodes(uuid.uuid4().hex, {kind: _random_code() for kind in kinds})
    key = salt(db)
    for kind, code in issued.codes.items():
        db.execute(
            "INSERT INTO codes (hash, pair, kind, scope, boot, ends_uptime_ms)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                hashed(code, key),
                issued.pair,
                kind.value,
                scope.label,
                now.boot,
                now.ms + _VALID_MS,
            ),
        )
    db.execute(
        "DELETE FROM codes WHERE id NOT IN (SELECT id FROM codes ORDER BY id DESC LIMIT ?)",
        (CODES_AT_ONCE,),
    )
    return issued


def find(db: sqlite3.Connection, wanted: bytes, now: Uptime) -> FoundCode | None:
    """Return the valid code of this hash; every one is looked at in any case."""
    drop_dead(db, now)
    found = None
    for row in db.execute("SELECT * FROM codes"):
        if hmac.compare_digest(row["hash"], wanted):
            found = FoundCode(
                row["pair"], DeviceKind(row["kind"]), scope_named(row["scope"])
            )
    return found


def withdraw(db: sqlite3.Connection, pair: str) -> None:
    """Let none of these codes be used any more."""
    db.execute("DELETE FROM codes WHERE pair = ?", (pair,))


def drop_dead(db: sqlite3.Connection, now: Uptime) -> None:
    """Delete the codes whose time is over, or of a run of the machine that is over."""
    db.execute(
        "DELETE FROM codes WHERE boot <> ? OR ends_uptime_ms <= ? OR ends_uptime_ms > ?",
        (now.boot, now.ms, now.ms + _VALID_MS),
    )


def _random_code() -> str:
    letters = "".join(LETTERS)
    return "".join(secrets.choice(letters) for _ in range(CODE_LENGTH))
