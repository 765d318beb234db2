"""Rows of devices; only hashes of their tokens are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.access import (
    Device,
    DeviceKind,
    limited,
    scope_named,
)
from clara_edge.domain.errors import FieldInvalidError
from clara_edge.storage.times import from_column, to_column

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from clara_edge.domain.access import Scope

MOST_DEVICES = 200
TOKEN_BYTES = 32
"""256 random bits: a plain hash of them cannot be guessed back."""
TOUCHED_EVERY = timedelta(minutes=1)

# Longer than any token; what is longer is not hashed at all.
_LONGEST_TOKEN = 100


def insert(
    db: sqlite3.Connection,
    name: str,
    kind: DeviceKind,
    scope: Scope,
    made_at: datetime,
    expires_at: datetime | None = None,
) -> tuple[Device, str]:
    """Add a device and return it with its token, which cannot be read again.

    Raises:
        FieldInvalidError: there are too many.
    """
    count, last = db.execute(
        "SELECT COUNT(*), COALESCE(MAX(number), 0) FROM devices"
    ).fetchone()
    if count >= MOST_DEVICES:
        raise FieldInvalidError(
            f"{count} devices are paired, and there can be no more",
            remedy="revoke those that nobody uses: clara devices",
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    identity = uuid.uuid4().hex
    db.execute(
        "INSERT INTO devices (id, number, name, kind, scope, token_hash, made_at,"
        " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            identity,
            last + 1,
            name,
            kind.value,
            limited(scope, kind).label,
            hash_of(token),
            to_column(made_at),
            expires_at and to_column(expires_at),
        ),
    )
    row = db.execute("SELECT * FROM devices WHERE id = ?", (identity,)).fetchone()
    return device_of(row), token


def find(db: sqlite3.Connection, token: str) -> Device | None:
    """Return whose token this is."""
    if not 0 < len(token) <= _LONGEST_TOKEN or not token.isascii():
        return None
    wanted = hash_of(token)
    row = db.execute("SELECT * FROM devices WHERE token_hash = ?", (wanted,)).fetchone()
    if row is None or not hmac.compare_digest(row["token_hash"], wanted):
        return None
    return device_of(row)


def device_of(row: sqlite3.Row) -> Device:
    """Read a row."""
    return Device(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        kind=DeviceKind(row["kind"]),
        scope=scope_named(row["scope"]),
        made_at=from_column(row["made_at"]),
        used_at=row["used_at"] and from_column(row["used_at"]),
        address=row["address"],
        expires_at=row["expires_at"] and from_column(row["expires_at"]),
    )


def is_due(device: Device, now: datetime) -> bool:
    """Tell whether the last use is to be written; a clock that was set back does not stop it.

    Another address does not count: who has two would have the disk written all the time.
    """
    if device.used_at is None:
        return True
    return not timedelta() <= now - device.used_at < TOUCHED_EVERY


def is_expired(device: Device, now: datetime) -> bool:
    """Tell whether the time is over that a token was made for."""
    return device.expires_at is not None and now >= device.expires_at


def hash_of(token: str) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("ascii")).digest()
