"""What requests with a key were answered: a request that comes again is not done again."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from .times import to_column

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlite_utils import Database

    from .database import TaskDatabase

KEPT_FOR = timedelta(days=14)
"""A phone that was offline for a holiday repeats what it could not know was done."""
KEPT_MOST = 2000
"""Of each client."""
KEPT_MOST_IN_ALL = 10_000
_BEGUN = (
    "SELECT request, status, headers, body FROM answers WHERE client = ? AND key = ?"
)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a request was answered."""

    request: str
    """A digest of all that was asked."""
    status: int | None
    """None: it was begun, and nobody knows whether it was done."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class SqliteAnswers:
    """Answers by client and key. A part of TaskDatabase.together(), or in transactions."""

    def __init__(self, database: TaskDatabase) -> None:
        self._database = database

    def find(self, client: str, key: str) -> KeptAnswer | None:
        """Return what a request was answered; None if it was never begun."""
        with self._database.read() as db:
            row = db.execute(_BEGUN, [client, key]).fetchone()
        if row is None:
            return None
        request, status, headers, body = row
        return KeptAnswer(
            request,
            status,
            json.loads(headers),
            zlib.decompress(body) if body else b"",
        )

    def begin(self, client: str, key: str, request: str, now: datetime) -> bool:
        """Note that a request is begun; False if it was before."""
        with self._database.write() as db:
            found = db.execute(_BEGUN, [client, key]).fetchone()
            if found is None:
                _insert(db, client, key, KeptAnswer(request, None), now)
        return found is None

    def keep(self, client: str, key: str, answer: KeptAnswer, now: datetime) -> None:
        """Keep an answer, and forget the oldest ones."""
        with self._database.write() as db:
            db.execute(
                "DELETE FROM answers WHERE client = ? AND key = ?", [client, key]
            )
            _insert(db, client, key, answer, now)
            _forget(db, client, now)

    def forget(self, client: str, key: str) -> None:
        """Forget a request that was begun and has failed: it may be tried again."""
        with self._database.write() as db:
            db.execute(
                "DELETE FROM answers WHERE client = ? AND key = ?", [client, key]
            )


def _insert(
    db: Database, client: str, key: str, answer: KeptAnswer, now: datetime
) -> None:
    db.execute(
        "INSERT INTO answers (client, key, request, at, status, headers, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            client,
            key,
            answer.request,
            to_column(now.astimezone(UTC)),
            answer.status,
            json.dumps(dict(answer.headers)),
            zlib.compress(answer.body) if answer.body else b"",
        ],
    )


def _forget(db: Database, client: str, now: datetime) -> None:
    db.execute(
        "DELETE FROM answers WHERE at < ?",
        [to_column((now - KEPT_FOR).astimezone(UTC))],
    )
    db.execute(
        "DELETE FROM answers WHERE client = :client AND id <= coalesce(("
        " SELECT id FROM answers WHERE client = :client"
        " ORDER BY id DESC LIMIT 1 OFFSET :most), 0)",
        {"client": client, "most": KEPT_MOST},
    )
    db.execute(
        "DELETE FROM answers WHERE id <= coalesce(("
        " SELECT id FROM answers ORDER BY id DESC LIMIT 1 OFFSET ?), 0)",
        [KEPT_MOST_IN_ALL],
    )
