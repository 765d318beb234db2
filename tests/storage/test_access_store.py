"""Pairing codes, devices and tokens on a real file: guessed, raced, replayed, with any clock."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from clara_edge.domain.access import (
    CODE_LENGTH,
    LETTERS,
    DeviceKind,
    LogEntry,
    Scope,
    normal_code,
    shown_code,
    spoken_code,
)
from clara_edge.domain.errors import (
    DeviceUnknownError,
    FieldInvalidError,
    PairingBlockedError,
    PairingRefusedError,
    StorageDamagedError,
    StorageNewerError,
)
from clara_edge.storage.access import AccessStore, log, tries
from clara_edge.storage.access.codes import hashed
from clara_edge.storage.access.store import Applicant
from clara_edge.storage.access.uptime import Uptime
from tests.clocks import ManualClock

HTTPS, HTTP, TOKEN = DeviceKind.HTTPS, DeviceKind.HTTP, DeviceKind.TOKEN
WRONG = "AAAAAAAA"
MINUTES = timedelta(minutes=1)


def applicant(address: str = "192.168.1.20", kind: DeviceKind = HTTPS) -> Applicant:
    return Applicant(kind, "Firefox, Android", address, address)


@pytest.fixture
def clock() -> ManualClock:
    clock = ManualClock()
    clock.advance(timedelta(hours=1))
    return clock


@pytest.fixture
def store(tmp_path, clock) -> AccessStore:
    return AccessStore(tmp_path, clock, boot="first")


def code(store: AccessStore, kind: DeviceKind = HTTPS) -> str:
    return store.issue_codes().codes[kind]


def wrong(store: AccessStore, times: int, address: str = "192.168.1.20") -> None:
    for _ in range(times):
        with pytest.raises(PairingRefusedError):
            store.redeem(WRONG, applicant(address))


def test_a_code_pairs_one_device_once(store):
    made = code(store)

    device, token = store.redeem(made, applicant())

    assert store.admit(token, HTTPS, "") == device
    assert (device.scope, device.kind) == (Scope.ADMIN, HTTPS)
    with pytest.raises(PairingRefusedError):
        store.redeem(made, applicant())


def test_a_code_may_be_typed_in_any_way_people_write_it(store):
    made = code(store)

    device, _ = store.redeem(f" {shown_code(made).lower()}\n", applicant())

    assert device.number == 1


@pytest.mark.parametrize("dash", ["-", "\N{EN DASH}", "\N{NON-BREAKING HYPHEN}", " "])
def test_dashes_that_keyboards_make_are_read(dash):
    assert normal_code(f"acde{dash}fghj") == "ACDEFGHJ"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ACDEFGH",
        "ACDEFGHJK",
        "ACDEFGH0",
        "ÄCDEFGHJ",
        "\N{FULLWIDTH LATIN CAPITAL LETTER A}CDEFGHJ",
        "\0" * 8,
    ],
)
def test_what_cannot_be_a_code_is_none(text):
    assert normal_code(text) is None


def test_letters_cannot_be_taken_for_another_one():
    assert not set(LETTERS) & set("BIOQSZ0123456789")
    assert all(word[0] == letter for letter, word in LETTERS.items())
    assert spoken_code("ACDEFGHJ") == (
        "Alfa. Charlie. Delta. Echo. And then: Foxtrot. Golf. Hotel. Juliett."
    )
    assert len(LETTERS) ** CODE_LENGTH > 2**34


def test_only_hashes_are_in_the_file(store, tmp_path):
    made = code(store)
    _, token = store.redeem(made, applicant())
    _, bearer = store.add_token("script", Scope.READ)
    unused = code(store)

    content = (tmp_path / "access.db").read_bytes()

    for secret in (made, unused, token, bearer):
        assert secret.encode() not in content
    assert (tmp_path / "access.db").stat().st_mode & 0o777 == 0o600


def test_codes_of_two_databases_have_other_hashes(tmp_path, clock):
    salts = []
    for name in ("a", "b"):
        AccessStore(tmp_path / name, clock).devices()
        with sqlite3.connect(tmp_path / name / "access.db") as db:
            salts.append(db.execute("SELECT value FROM secrets").fetchone()[0])
        db.close()

    assert hashed(WRONG, salts[0]) != hashed(WRONG, salts[1])


def test_a_code_ends_after_ten_minutes(store, clock):
    made = code(store)
    clock.advance(10 * MINUTES)

    with pytest.raises(PairingRefusedError):
        store.redeem(made, applicant())


@pytest.mark.parametrize("days", [-4000, -1, 1, 4000])
def test_setting_the_clock_neither_ends_nor_revives_a_code(store, clock, days):
    first, second = code(store), code(store)

    clock.step(timedelta(days=days))
    store.redeem(first, applicant())
    clock.advance(10 * MINUTES)
    clock.step(timedelta(days=-days, minutes=-20))

    with pytest.raises(PairingRefusedError):
        store.redeem(second, applicant())


def test_a_restart_of_the_machine_ends_every_code(store, tmp_path, clock):
    made = code(store)
    clock.restart()

    with pytest.raises(PairingRefusedError):
        AccessStore(tmp_path, clock, boot="second").redeem(made, applicant())


def test_a_code_for_https_is_worth_nothing_over_http_and_is_burnt_there(store):
    codes = store.issue_codes().codes

    with pytest.raises(PairingRefusedError):
        store.redeem(codes[HTTPS], applicant(kind=HTTP))

    for kind in (HTTPS, HTTP):
        with pytest.raises(PairingRefusedError):
            store.redeem(codes[kind], applicant(kind=kind))


def test_a_code_for_http_opens_nothing_over_https(store):
    made = code(store, HTTP)

    with pytest.raises(PairingRefusedError):
        store.redeem(made, applicant(kind=HTTPS))


def test_of_two_codes_made_together_one_can_be_used(store):
    codes = store.issue_codes().codes
    store.redeem(codes[HTTP], applicant(kind=HTTP))

    with pytest.raises(PairingRefusedError):
        store.redeem(codes[HTTPS], applicant())


@pytest.mark.parametrize(
    ("kind", "asked", "got"),
    [
        (HTTPS, Scope.ADMIN, Scope.ADMIN),
        (HTTPS, Scope.READ, Scope.READ),
        (HTTP, Scope.ADMIN, Scope.WRITE),
        (HTTP, Scope.READ, Scope.READ),
    ],
)
def test_over_http_there_are_only_rights_on_tasks(store, kind, asked, got):
    made = store.issue_codes(scope=asked).codes[kind]

    assert store.redeem(made, applicant(kind=kind))[0].scope is got


def test_exactly_one_of_many_at_once_wins_a_code(store):
    made = code(store)
    together = threading.Barrier(5)

    def race(number: int) -> str:
        together.wait()
        try:
            return store.redeem(made, applicant(f"192.168.1.{number}"))[1]
        except PairingRefusedError:
            return ""

    with ThreadPoolExecutor(5) as pool:
        tokens = list(filter(None, pool.map(race, range(5))))

    assert len(tokens) == 1
    assert len(store.devices()) == 1


def test_the_sixth_try_waits_even_with_the_right_code(store, clock):
    made = code(store)
    wrong(store, 5)

    with pytest.raises(PairingBlockedError) as blocked:
        store.redeem(made, applicant())
    clock.advance(timedelta(seconds=30))

    assert blocked.value.retry_after_s == 30
    assert store.redeem(made, applicant())


def test_the_delay_grows_to_an_hour(store, clock):
    wrong(store, 5)
    waits = []
    for _ in range(9):
        wait_s = store.wait_s("192.168.1.20")
        waits.append(wait_s)
        clock.advance(timedelta(seconds=wait_s))
        with pytest.raises(PairingRefusedError):
            store.redeem(WRONG, applicant())

    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_rotating_addresses_does_not_help(store):
    for number in range(5):
        wrong(store, 1, f"192.168.1.{number}")

    with pytest.raises(PairingBlockedError):
        store.redeem(WRONG, applicant("192.168.1.99"))


def test_tries_at_once_are_counted_before_they_are_looked_at(store):
    together = threading.Barrier(12)

    def guess(_: int) -> type[Exception]:
        together.wait()
        with pytest.raises(PairingRefusedError) as refused:
            store.redeem(WRONG, applicant())
        return type(refused.value)

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(guess, range(12)))

    assert outcomes.count(PairingRefusedError) == 5
    assert outcomes.count(PairingBlockedError) == 7


def test_the_delay_survives_a_restart_of_the_service(store, tmp_path, clock):
    wrong(store, 7)

    again = AccessStore(tmp_path, clock, boot="first")

    assert again.wait_s("192.168.1.20") == 30
    assert again.wait_s("10.0.0.1") == 30


def test_the_delay_counts_anew_from_a_restart_of_the_machine(store, tmp_path, clock):
    wrong(store, 5)
    clock.restart()
    again = AccessStore(tmp_path, clock, boot="second")
    clock.advance(timedelta(seconds=10))

    assert again.wait_s("192.168.1.20") == 20


@pytest.mark.parametrize("days", [-4000, 4000])
def test_setting_the_clock_does_not_shorten_the_delay(store, clock, days):
    wrong(store, 5)
    clock.step(timedelta(days=days))

    assert store.wait_s("192.168.1.20") == 30


def test_the_owner_at_the_device_can_pair_at_once(store):
    wrong(store, 5)

    made = store.issue_codes(forgive=True).codes[HTTPS]

    assert store.redeem(made, applicant())


def test_a_new_code_does_not_forgive_who_guesses_on_and_on(store, clock):
    wrong(store, 5)
    for _ in range(5):
        clock.advance(timedelta(hours=1))
        with pytest.raises(PairingRefusedError):
            store.redeem(WRONG, applicant())

    store.issue_codes(forgive=True)

    assert store.wait_s("192.168.1.20") > 0
    assert store.wait_s("192.168.1.21") == 0


def test_wrong_tries_are_forgotten_after_a_day(store, clock):
    wrong(store, 4)
    clock.advance(timedelta(days=1, seconds=1))
    wrong(store, 4)

    assert store.wait_s("192.168.1.20") == 0


def test_few_addresses_are_remembered(store, tmp_path):
    store.devices()
    with contextlib.closing(sqlite3.connect(tmp_path / "access.db")) as db:
        for number in range(600):
            tries.count(db, f"fd00:{number}::/64", Uptime("first", number))
        kept = [row[0] for row in db.execute("SELECT source FROM tries")]

    assert len(kept) == 500
    assert {tries.EVERYBODY, "fd00:599::/64"} <= set(kept)
    assert "fd00:99::/64" not in kept


def test_a_code_that_was_withdrawn_is_worth_nothing(store):
    issued = store.issue_codes()
    store.withdraw(issued)

    with pytest.raises(PairingRefusedError):
        store.redeem(issued.codes[HTTPS], applicant())


def test_codes_cannot_be_piled_up(store, tmp_path):
    for _ in range(20):
        store.issue_codes()

    with sqlite3.connect(tmp_path / "access.db") as db:
        assert db.execute("SELECT COUNT(*) FROM codes").fetchone()[0] == 8
    db.close()


def test_a_revoked_device_is_refused_by_every_process(store, tmp_path, clock):
    device, token = store.redeem(code(store), applicant())
    AccessStore(tmp_path, clock, boot="first").revoke(device.id)

    assert store.admit(token, HTTPS, "") is None
    assert not store.is_paired(device.id)
    with pytest.raises(DeviceUnknownError):
        store.revoke(device.id)


def test_all_devices_but_one_are_revoked(store):
    kept, token = store.redeem(code(store), applicant())
    store.redeem(code(store), applicant())
    store.add_token("script", Scope.READ)

    assert store.revoke_all(but=kept.id) == 2
    assert store.admit(token, HTTPS, "") == kept
    assert store.revoke_all() == 1


def test_a_token_opens_only_what_it_was_made_for(store):
    _, cookie = store.redeem(code(store, HTTP), applicant(kind=HTTP))
    _, bearer = store.add_token("script", Scope.READ)

    assert store.admit(cookie, HTTP, "") is not None
    assert store.admit(cookie, HTTPS, "") is None
    assert store.admit(cookie, TOKEN, "") is None
    assert store.admit(bearer, HTTPS, "") is None


@pytest.mark.parametrize(
    "token", ["", "x", "x" * 43, "é" * 43, "\ud800", "a" * 10_000, "' OR 1=1 --"]
)
def test_nonsense_is_nobodys_token(store, token):
    store.redeem(code(store), applicant())

    assert store.admit(token, HTTPS, "") is None


def test_a_token_that_ended_is_not_revived_by_the_clock(store, clock):
    _, token = store.add_token("script", Scope.READ, clock.now() + 5 * MINUTES)
    assert store.admit(token, TOKEN, "") is not None

    clock.advance(5 * MINUTES)
    assert store.admit(token, TOKEN, "") is None
    clock.step(timedelta(days=-1))

    assert store.admit(token, TOKEN, "") is None
    assert store.log()[0].event == "token expired"


def test_the_last_use_is_written_once_a_minute(store, clock):
    device, _ = store.redeem(code(store), applicant())
    store.note_use(device, "10.0.0.1")
    first = store.devices()[0]

    clock.advance(timedelta(seconds=59))
    store.note_use(first, "10.0.0.1")
    assert store.devices()[0] == first
    clock.advance(timedelta(seconds=1))
    store.note_use(first, "10.0.0.1")

    assert store.devices()[0].used_at == clock.now()


def test_a_device_with_two_addresses_does_not_have_the_disk_written_all_the_time(
    store, clock
):
    device, _ = store.redeem(code(store), applicant())
    store.note_use(device, "10.0.0.1")

    clock.advance(timedelta(seconds=59))
    store.note_use(store.devices()[0], "10.0.0.2")

    assert store.devices()[0].address == "10.0.0.1"


def test_a_clock_that_was_set_back_does_not_stop_the_last_use(store, clock):
    device, _ = store.redeem(code(store), applicant())
    store.note_use(device, "10.0.0.1")
    clock.step(timedelta(days=-300))

    store.note_use(store.devices()[0], "10.0.0.1")

    assert store.devices()[0].used_at == clock.now()


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x1b[31mb", "a\u202eb"])
def test_a_name_is_printable_and_short(store, name):
    device, _ = store.redeem(code(store), applicant())

    with pytest.raises(FieldInvalidError):
        store.rename(device.id, name)


def test_devices_are_found_by_number_and_by_a_name_that_only_one_has(store):
    store.add_token("one", Scope.READ)
    store.add_token("two", Scope.READ)
    store.add_token("Two", Scope.READ)

    assert store.device("1").name == store.device("ONE").name == "one"
    for text in ("two", "4", "-1", "²", "' OR 1"):
        with pytest.raises(DeviceUnknownError):
            store.device(text)


def test_a_flood_of_one_event_does_not_push_out_the_others(store, tmp_path, clock):
    store.add_token("script", Scope.READ)
    with contextlib.closing(sqlite3.connect(tmp_path / "access.db")) as db:
        for number in range(log.MOST_OF_ONE_EVENT + 20):
            log.add(db, LogEntry(clock.now(), "code refused", detail=str(number)))
        db.commit()

    entries = store.log(5000)

    assert len(entries) == log.MOST_OF_ONE_EVENT + 1
    assert entries[-1].event == "token made"
    assert entries[0].detail == str(log.MOST_OF_ONE_EVENT + 19)


def test_a_damaged_file_lets_nobody_in(store, tmp_path):
    _, token = store.redeem(code(store), applicant())
    (tmp_path / "access.db").write_bytes(b"no database" * 1000)

    with pytest.raises(StorageDamagedError, match="clara pair"):
        store.admit(token, HTTPS, "")


def test_a_file_that_was_emptied_under_a_running_service_is_made_anew(store, tmp_path):
    store.devices()
    (tmp_path / "access.db").write_bytes(b"")  # its inode stays

    _, token = store.redeem(code(store), applicant())

    assert store.admit(token, HTTPS, "") is not None


def test_the_file_of_a_newer_clara_is_left_alone(tmp_path, clock):
    with sqlite3.connect(tmp_path / "access.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()

    with pytest.raises(StorageNewerError):
        AccessStore(tmp_path, clock).devices()


def test_a_file_that_others_may_read_is_closed_to_them(store, tmp_path, clock):
    store.devices()
    (tmp_path / "access.db").chmod(0o644)

    AccessStore(tmp_path, clock).devices()

    assert (tmp_path / "access.db").stat().st_mode & 0o777 == 0o600


def test_many_processes_may_make_the_file_at_once(tmp_path, clock):
    together = threading.Barrier(8)

    def begin(_: int) -> int:
        together.wait()
        return len(AccessStore(tmp_path, clock).devices())

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(begin, range(8))) == [0] * 8
