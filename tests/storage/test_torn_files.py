"""What a power cut may leave of the database and its WAL, made from copies of both."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress

import pytest

from clara_edge.domain.errors import InputInvalidError
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.storage.busy_writer import change_something, state_of
from tests.storage.crashes import require_sound

WAL_HEADER = 32  # sqlite.org/fileformat, 4.1
FRAME = 24 + 4096
CHANGES = 40


class Written:
    """A database in use, with copies of its files and the state after every change."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "clara.db"
        self.store = open_store(self.path, ManualClock())
        with self.store._database.read() as db:
            # the copies are to have everything in the WAL
            db.execute("PRAGMA wal_autocheckpoint = 0")
        self.states = {0: self._state()}
        self.wal_bytes = {0: self.wal.stat().st_size}
        chance = random.Random(5)  # noqa: S311 - a repeatable order, not a secret
        while len(self.states) <= CHANGES:
            with suppress(InputInvalidError):
                change_something(self.store, chance)
            seq = self.store.last_change()
            # what changes nothing is a transaction as well
            self.states.setdefault(seq, self._state())
            self.wal_bytes.setdefault(seq, self.wal.stat().st_size)

    @property
    def wal(self):
        return self.path.with_name("clara.db-wal")

    def _state(self):
        with self.store._database.read() as db:
            return state_of(db)

    def copy(self, name, *, wal):
        """Return the path of a copy without -shm, with another content of the WAL."""
        path = self.folder / name / "clara.db"
        path.parent.mkdir()
        shutil.copyfile(self.path, path)
        path.with_name("clara.db-wal").write_bytes(wal)
        return path

    def seq_in(self, path):
        """Open a copy: it is sound, and in the state after one of the changes."""
        with open_store(path, ManualClock()) as store:
            with store._database.read() as db:
                require_sound(db)
                state = state_of(db)
            seq = store.last_change()
        assert state == self.states[seq]
        assert not path.with_name("backups").exists()
        return seq

    def whole_until(self, length):
        """Return the last change that is in so many bytes of WAL."""
        return max(seq for seq, end in self.wal_bytes.items() if end <= length)


@pytest.fixture
def written(tmp_path):
    written = Written(tmp_path)
    yield written
    written.store.close()


def offsets(written):
    """Yield ends of changes and of frames, a byte around them, and any others."""
    chance = random.Random(6)  # noqa: S311 - a repeatable order, not a secret
    first, size = written.wal_bytes[0], written.wal.stat().st_size
    ends = chance.sample(sorted(written.wal_bytes.values()), 10)
    frames = range(WAL_HEADER + FRAME * ((first - WAL_HEADER) // FRAME), size, FRAME)
    some = [*ends, *chance.sample(frames, 10)]
    around = {offset + by for offset in some for by in (-1, 0, 1, 24)}
    return sorted(around | {chance.randrange(first, size) for _ in range(20)} | {size})


def test_wal_cut_off_anywhere_leaves_whole_changes_only(written):
    wal = written.wal.read_bytes()
    first = written.wal_bytes[0]

    for offset in (o for o in offsets(written) if first <= o <= len(wal)):
        copy = written.copy(f"cut {offset}", wal=wal[:offset])
        assert written.seq_in(copy) == written.whole_until(offset), offset


def test_torn_frame_takes_away_its_change_and_those_after_it_only(written):
    wal = written.wal.read_bytes()
    chance = random.Random(7)  # noqa: S311 - a repeatable order, not a secret

    for number in range(40):
        # in the last frames: what an unfinished write may have left
        offset = chance.randrange(written.wal_bytes[CHANGES - 5], len(wal))
        torn = bytearray(wal)
        torn[offset : offset + 512] = chance.randbytes(len(torn[offset : offset + 512]))
        copy = written.copy(f"torn {number}", wal=bytes(torn))
        assert written.seq_in(copy) == written.whole_until(offset), offset


def test_old_frames_after_the_end_are_not_taken_for_new_ones(written):
    wal = written.wal.read_bytes()
    end = written.wal_bytes[CHANGES // 2]

    # a disk may have kept zeros, or what was there before, beyond what was written
    zeros = written.copy("zeros", wal=wal[:end] + bytes(FRAME * 3))
    again = written.copy("again", wal=wal[:end] + wal[WAL_HEADER : WAL_HEADER + FRAME])

    assert written.seq_in(zeros) == written.seq_in(again) == CHANGES // 2


def test_checkpoint_cut_off_anywhere_loses_nothing(written):
    wal, before = written.wal.read_bytes(), written.path.read_bytes()
    with written.store._database.read() as db:
        db.execute("PRAGMA wal_checkpoint(FULL)")
    after = written.path.read_bytes()
    chance = random.Random(8)  # noqa: S311 - a repeatable order, not a secret

    for number in range(20):
        copy = written.copy(f"checkpoint {number}", wal=wal)
        mixed = bytearray(
            before.ljust(chance.randrange(len(before), len(after) + 1), b"\0")
        )
        for start in range(0, len(mixed), 512):  # sectors arrive in any order
            if chance.random() < 0.5:
                mixed[start : start + 512] = after[start : start + 512]
        copy.write_bytes(mixed[: len(mixed)])
        assert written.seq_in(copy) == CHANGES
