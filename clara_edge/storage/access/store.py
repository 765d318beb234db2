"""Devices, codes and the log as what can be done with them, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clara_edge.domain.access import (
    FREE_TRIES,
    DeviceKind,
    LogEntry,
    Scope,
    checked_name,
    delay_after,
)
from clara_edge.domain.errors import (
    DeviceUnknownError,
    FieldInvalidError,
    PairingBlockedError,
    PairingRefusedError,
)
from clara_edge.storage.times import to_column

from . import codes, devices, log, tries
from .file import FILE_NAME, AccessFile
from .uptime import Uptime, uptime

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from clara_edge.domain.access import Device
    from clara_edge.ports.clock import Clock

    from .codes import IssuedCodes


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who wants to be paired."""

    kind: DeviceKind
    name: str
    address: str
    source: str
    """The address as far as one person cannot change it at will."""


class AccessStore:
    """Who may do what; safe from any thread and any process."""

    def __init__(self, data: Path, clock: Clock, *, boot: str | None = None) -> None:
        """Use the file in a data folder, which is made on first use.

        Args:
            data: the folder.
            clock: its wall clock is only written down and shown, except for tokens that
                were made until a date; all waiting is by its monotonic time.
            boot: which run of the machine this is; by default what the kernel says.
        """
        self._file = AccessFile(data / FILE_NAME)
        self._clock = clock
        self._boot = boot

    # Pairing

    def issue_codes(
        self,
        kinds: Sequence[DeviceKind] = (DeviceKind.HTTPS, DeviceKind.HTTP),
        scope: Scope = Scope.ADMIN,
        *,
        forgive: bool = False,
        how: str = "",
    ) -> IssuedCodes:
        """Make pairing codes, one for each kind of device, of which one can be used once.

        Args:
            kinds: a code for HTTPS is worth nothing over HTTP, where others may listen.
            scope: what the device may do then.
            forgive: the owner is at the machine: let wrong codes before be forgotten.
            how: for the log.
        """
        with self._file.write() as db:
            if forgive:
                tries.forgive(db)
            issued = codes.issue(db, kinds, scope, self._uptime())
            self._log(db, "code made", detail=f"{how} for {scope.label}".strip())
        return issued

    def withdraw(self, issued: IssuedCodes) -> None:
        """Let codes not be used any more, for nobody got to know them."""
        with self._file.write() as db:
            codes.withdraw(db, issued.pair)

    def redeem(self, text: str, applicant: Applicant) -> tuple[Device, str]:
        """Pair a device for a code, and return it with its token.

        Raises:
            PairingRefusedError: the code is wrong, was used or is too old.
            PairingBlockedError: too many were wrong; this one was not looked at.
            FieldInvalidError: too many devices are paired.
        """
        key = self._begin_try(applicant)
        wanted = codes.hashed(text, key)
        with self._file.write() as db:
            found = codes.find(db, wanted, self._uptime())
            if found is not None:
                # also when it is of the other kind: then it went over the air
                codes.withdraw(db, found.pair)
            if found is None or found.kind is not applicant.kind:
                self._log(db, "code refused", address=applicant.address)
                paired = None
            else:
                tries.forget(db, applicant.source)
                paired = devices.insert(
                    db, applicant.name, applicant.kind, found.scope, self._clock.now()
                )
                self._log(
                    db,
                    "paired",
                    device=paired[0].name,
                    address=applicant.address,
                    detail=f"{applicant.kind}, {paired[0].scope.label}",
                )
        if paired is None:
            raise PairingRefusedError(
                "this code is not right, or not valid any more",
                remedy="make a new one with: clara pair",
            )
        return paired

    def wait_s(self, source: str) -> float:
        """Return how long nobody at this source may try a code."""
        with self._file.read() as db:
            return tries.wait_ms(db, source, self._uptime()) / 1000

    def _begin_try(self, applicant: Applicant) -> bytes:
        """Count a try before it is looked at: many at once are still only five."""
        with self._file.write() as db:
            wait_ms = tries.wait_ms(db, applicant.source, self._uptime())
            if wait_ms == 0:
                failures = tries.count(db, applicant.source, self._uptime())
                if failures >= FREE_TRIES:
                    wait = f"{delay_after(failures).total_seconds():.0f} s"
                    self._log(
                        db,
                        "pairing paused",
                        address=applicant.address,
                        detail=f"for {wait} after {failures} tries",
                    )
                return codes.salt(db)
        raise PairingBlockedError(
            "too many pairing codes were wrong",
            remedy="wait, or make a new code with: clara pair",
            retry_after_s=wait_ms / 1000,
        )

    # Devices

    def add_token(
        self,
        name: str,
        scope: Scope,
        expires_at: datetime | None = None,
        *,
        by: str = "",
        address: str = "",
    ) -> tuple[Device, str]:
        """Let a program in, and return it with its bearer token, shown this once.

        Raises:
            FieldInvalidError: the name or the date cannot be used, or there are too many.
        """
        now = self._clock.now()
        if expires_at is not None and expires_at <= now:
            raise FieldInvalidError(
                f"{expires_at:%Y-%m-%d %H:%M} is over", remedy="give a later date"
            )
        with self._file.write() as db:
            device, token = devices.insert(
                db, checked_name(name), DeviceKind.TOKEN, scope, now, expires_at
            )
            made = f"{scope.label} by {by}" if by else scope.label
            self._log(
                db, "token made", device=device.name, address=address, detail=made
            )
        return device, token

    def admit(self, token: str, kind: DeviceKind, address: str) -> Device | None:
        """Return whose token this is and note its use; None: nobody's (any more).

        A token whose time is over is deleted: a clock that is set back does not revive it.
        """
        with self._file.read() as db:
            device = devices.find(db, token)
        if device is None or device.kind is not kind:
            return None
        now = self._clock.now()
        if devices.is_expired(device, now):
            with self._file.write() as db:
                self._delete(db, device, "token expired", address)
            return None
        return device

    def note_use(self, device: Device, address: str) -> None:
        """Write down that a device was used, at most once a minute."""
        now = self._clock.now()
        if devices.is_due(device, now):
            with self._file.write() as db:
                db.execute(
                    "UPDATE devices SET used_at = ?, address = ? WHERE id = ?",
                    (to_column(now), address, device.id),
                )

    def is_paired(self, identity: str) -> bool:
        """Tell whether a device was not revoked, for answers that go on for long."""
        now = self._clock.now()
        with self._file.read() as db:
            row = db.execute(
                "SELECT * FROM devices WHERE id = ?", (identity,)
            ).fetchone()
        return row is not None and not devices.is_expired(devices.device_of(row), now)

    def devices(self) -> list[Device]:
        """Return all devices in the order in which they were paired."""
        with self._file.read() as db:
            return _all(db)

    def device(self, text: str) -> Device:
        """Return the device of a number, an id or a name that only one has.

        Raises:
            DeviceUnknownError: there is none, or several.
        """
        wanted = text.strip()
        everything = self.devices()
        exact = [each for each in everything if wanted in (str(each.number), each.id)]
        found = exact or [
            each for each in everything if each.name.casefold() == wanted.casefold()
        ]
        if len(found) == 1:
            return found[0]
        problem = "several devices are" if found else "no paired device is"
        raise DeviceUnknownError(
            f"{problem} named {wanted[:40]!r}", remedy="clara devices shows the numbers"
        )

    def rename(self, identity: str, name: str) -> Device:
        """Give a device another name.

        Raises:
            DeviceUnknownError: it is not paired (any more).
            FieldInvalidError: the name cannot be used.
        """
        checked = checked_name(name)
        with self._file.write() as db:
            device = _existing(db, identity)
            db.execute("UPDATE devices SET name = ? WHERE id = ?", (checked, device.id))
            self._log(db, "renamed", device=checked, detail=f"was {device.name}")
        return replace(device, name=checked)

    def revoke(self, identity: str, *, by: str = "", address: str = "") -> Device:
        """Refuse everything that a device asks from now on.

        Raises:
            DeviceUnknownError: it is not paired (any more).
        """
        with self._file.write() as db:
            device = _existing(db, identity)
            self._delete(db, device, "revoked", address, by)
        return device

    def revoke_all(
        self, *, but: str | None = None, by: str = "", address: str = ""
    ) -> int:
        """Revoke all devices, except one if asked, and return how many."""
        with self._file.write() as db:
            gone = [each for each in _all(db) if each.id != but]
            for device in gone:
                self._delete(db, device, "revoked", address, by)
        return len(gone)

    # The log

    def record(self, entry: LogEntry) -> None:
        """Write down something that another part did."""
        with self._file.write() as db:
            log.add(db, entry)

    def log(self, limit: int = 100) -> list[LogEntry]:
        """Return what happened, the newest first."""
        with self._file.read() as db:
            return log.newest(db, limit)

    def _delete(
        self,
        db: sqlite3.Connection,
        device: Device,
        event: str,
        address: str = "",
        by: str = "",
    ) -> None:
        db.execute("DELETE FROM devices WHERE id = ?", (device.id,))
        detail = f"by {by}" if by else ""
        self._log(db, event, device=device.name, address=address, detail=detail)

    def _log(self, db: sqlite3.Connection, event: str, **fields: str) -> None:
        log.add(db, LogEntry(self._clock.now(), event, **fields))

    def _uptime(self) -> Uptime:
        return uptime(self._clock, self._boot)


def _all(db: sqlite3.Connection) -> list[Device]:
    rows = db.execute("SELECT * FROM devices ORDER BY number")
    return [devices.device_of(row) for row in rows]


def _existing(db: sqlite3.Connection, identity: str) -> Device:
    row = db.execute("SELECT * FROM devices WHERE id = ?", (identity,)).fetchone()
    if row is not None:
        return devices.device_of(row)
    raise DeviceUnknownError(
        "this device is not paired (any more)", remedy="look at the list again"
    )
