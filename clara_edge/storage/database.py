"""One connection to the database file: opened safely, written in whole transactions."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Self

from clara_edge.config.clock import SystemClock
from clara_edge.domain.errors import (
    ClaraError,
    FieldInvalidError,
    StorageDamagedError,
    StorageError,
    StorageFullError,
    StorageUnavailableError,
)

from . import folder_lock
from .backup_copy import copy_checked
from .checked import forget_checked, is_checked
from .failures import FAILURES, storage_error
from .opening import open_live, roll_back
from .recovery import is_lost, recover
from .view import View, open_view
from .wal import kept_wal
from .write_lock import begin_immediate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from clara_edge.ports.clock import Clock


class TaskDatabase:
    """Opens on first use, and again after a failure; one thread, several processes.

    While the disk is full or read-only, what it holds can be read all the same. A damaged
    file is replaced by the newest good backup.
    """

    def __init__(
        self, path: Path, clock: Clock | None = None, *, thorough: bool = False
    ) -> None:
        """Use the database at a path.

        Args:
            path: the file; it and its folder are made if they are not there.
            clock: names the copies that are made for safety.
            thorough: look at every page and index at each opening.
        """
        self._path = path
        self._clock = clock or SystemClock()
        self._thorough = thorough
        self._db: Database | None = None
        self._file: tuple[int, int] | None = None
        self._view: View | None = None
        self._uses = 0
        self._together: Database | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Return the database file."""
        return self._path

    @property
    def only_readable(self) -> StorageError | None:
        """Return why nothing can be written just now, as far as the last use told."""
        return None if self._view is None else self._view.problem

    def open(self) -> None:
        """Open, check and migrate now instead of on first use.

        Raises:
            StorageError: it cannot be used; the file was not changed.
        """
        with self.read():
            pass

    @contextlib.contextmanager
    def read(self) -> Iterator[Database]:
        """Lend the connection for reading; failures arise as StorageError."""
        with self._in_use():
            yield self._connection()

    @contextlib.contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Database]:
        """Lend the connection for one transaction, on disk when the block is left.

        Within a block of together(), it is a part of that transaction, which takes nothing
        of it if the block raises.

        Args:
            durable: wait for the disk. Without, a power cut may undo the transaction.
        """
        if self._together is not None:
            with self._in_use(), _savepoint(self._together) as db:
                yield db
            return
        synchronous = "FULL" if durable else "NORMAL"
        with self._in_use():
            # until the transaction runs on the file that is at the path
            while True:
                db = self._writable()
                db.execute(f"PRAGMA synchronous = {synchronous}")
                begin_immediate(db)
                try:
                    with folder_lock.shared(self._path.parent) as free:
                        if free and not self._is_replaced():
                            yield db
                            db.conn.execute("COMMIT")
                            return
                except BaseException:
                    roll_back(db)
                    raise
                # somebody restores, recovers or migrates, and needs SQLite's lock as well
                roll_back(db)
                folder_lock.wait_until_free(self._path.parent)
                if self._is_replaced():
                    self._leave()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Make one transaction of all that is read and written in the block.

        Raises:
            StorageError: it cannot be written; nothing was.
        """
        with self.write() as db:
            self._together = db
            try:
                yield
            finally:
                self._together = None

    def close(self) -> None:
        """Release the file. Idempotent."""
        if self._db is not None:
            self._db.close()
        if self._view is not None:
            self._view.db.close()
        self._db = self._file = self._view = None

    @contextlib.contextmanager
    def _in_use(self) -> Iterator[None]:
        if self._uses == 0 and self._is_replaced():
            self._leave()
        self._uses += 1
        try:
            yield
        except StorageError as error:
            self._note(error)
            raise
        except FAILURES as error:
            failure = storage_error(error, self._path)
            self._note(failure)
            raise failure from error
        except (UnicodeEncodeError, OverflowError) as error:
            # half a character, a number of more than 64 bits
            raise FieldInvalidError(
                f"a value cannot be stored or looked up: {error}",
                remedy="give another one",
            ) from error
        finally:
            self._uses -= 1

    def _note(self, failure: StorageError) -> None:
        if isinstance(failure, StorageDamagedError):
            forget_checked(self._path)
        if isinstance(failure, StorageDamagedError | StorageUnavailableError):
            # the file may be repaired, replaced or mounted again: look anew next time
            self._close_live()

    def _close_live(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _connection(self) -> Database:
        """Return the connection, or a view of what cannot be opened but can be read."""
        if self._uses > 1 and self._view is not None:
            return self._view.db
        try:
            return self._writable()
        except (StorageFullError, StorageUnavailableError) as problem:
            last, self._view = self._view, None
            self._view = open_view(self._path, problem, last)
            if last is not None and last is not self._view:
                last.db.close()
            if self._view is None:
                raise
            return self._view.db

    def _writable(self) -> Database:
        if self._db is None:
            self._db = self._open()
            status = self._path.stat()
            self._file = (status.st_dev, status.st_ino)
            if self._view is not None:
                self._view.db.close()
                self._view = None
        return self._db

    def _open(self) -> Database:
        if is_lost(self._path):
            recover(self._path, self._clock, None)
        with kept_wal(
            self._path, wanted=self._thorough or not is_checked(self._path)
        ) as wal:
            try:
                return open_live(self._path, self._clock, thorough=self._thorough)
            except StorageDamagedError as error:
                if not recover(self._path, self._clock, error, wal):
                    raise
                return open_live(self._path, self._clock)

    def _leave(self) -> None:
        """Let go of a file that is no longer at the path; one that was deleted is put back."""
        with contextlib.suppress(*FAILURES, ClaraError):
            if self._db is not None and not self._path.exists():
                with folder_lock.exclusive(self._path.parent):
                    if not self._path.exists():
                        copy_checked(self._db.conn, self._path)
        self.close()

    def _is_replaced(self) -> bool:
        if self._db is None or self._file is None:
            return False
        try:
            status = self._path.stat()
        except OSError:
            return True
        return (status.st_dev, status.st_ino) != self._file


@contextlib.contextmanager
def _savepoint(db: Database) -> Iterator[Database]:
    db.execute("SAVEPOINT part")
    try:
        yield db
    except BaseException:
        db.execute("ROLLBACK TO part")
        db.execute("RELEASE part")
        raise
    db.execute("RELEASE part")
