"""What is typed into pages follows changed settings at once, and is forgotten on demand."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from clara_edge.config.chosen import RESET, choose
from clara_edge.config.clock import use_zone
from clara_edge.config.layers import Places
from clara_edge.config.sources import Sources
from clara_edge.config.vague_words import VagueWords, use_hours
from clara_edge.control.server import ControlServer
from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.errors import InputInvalidError
from tests.web_ui.paired import paired_client
from web_ui import create_app
from web_ui.services import make_services

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from clara_edge.config.folders import Folders
    from clara_edge.domain.due import Due
    from web_ui.services import Services


@pytest.fixture
def sources(tmp_path: Path, folders: Folders) -> Sources:
    made = Sources(
        places=Places(
            tmp_path / "etc", tmp_path / "clara.toml", folders.chosen_settings
        ),
        environ={},
    )
    # phrases read no times, but are there at once
    choose({("understanding", "engines"): ["phrases"]}, made)
    return made


@pytest.fixture
def live(
    sources: Sources, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    """Lend services that follow their settings, on a machine in Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    with make_services(
        sources.load().config, folders, load=lambda: sources.load().config
    ) as parts:
        yield parts
    use_zone(None)
    use_hours(VagueWords())


def due_of(live: Services, text: str) -> Due | None:
    (wanted,) = live.understanding.drafts(text)
    return wanted.draft.due


def test_a_typed_turn_answers_by_the_replies_that_were_chosen_since(
    live: Services, sources: Sources
) -> None:
    before = live.understanding.turn(
        "add milk to the shopping list", "one", may_switch=True
    )

    choose({("replies", "style"): "formal"}, sources)
    after = live.understanding.turn(
        "add rice to the shopping list", "two", may_switch=True
    )

    assert before.reply
    assert after.reply
    assert before.reply.spoken == "Milk, on your shopping list."
    assert after.reply.spoken == "I have noted Rice on your shopping list."


def test_parser_hours_and_zone_are_those_that_were_chosen_since(
    live: Services, sources: Sources
) -> None:
    unread = due_of(live, "remind me to call mum tomorrow morning")
    choose({("understanding", "engines"): RESET}, sources)
    usual = due_of(live, "remind me to call mum tomorrow morning")
    choose({("when", "morning"): "06:00-12:00, 10:30"}, sources)
    choose({("locale", "zone"): "Pacific/Auckland"}, sources)

    other = due_of(live, "remind me to call mum tomorrow morning")

    assert unread is None
    assert usual
    assert other
    assert (usual.zone, str(usual.time)) == ("Europe/Berlin", "09:00:00")
    assert (other.zone, str(other.time)) == ("Pacific/Auckland", "10:30:00")
    assert live.clock.now().tzinfo == ZoneInfo("Pacific/Auckland")


def test_a_zone_that_is_chosen_no_more_is_the_machines_again(
    live: Services, sources: Sources
) -> None:
    choose({("locale", "zone"): "Pacific/Auckland"}, sources)
    there = live.config.locale.zone, live.clock.now().tzinfo

    choose({("locale", "zone"): RESET}, sources)

    assert there == ("Pacific/Auckland", ZoneInfo("Pacific/Auckland"))
    assert live.config.locale.zone is None
    assert live.clock.now().tzinfo == ZoneInfo("Europe/Berlin")


def test_guesses_stop_when_they_are_switched_off(
    live: Services, sources: Sources
) -> None:
    with live.store() as store:
        store.add(*(TaskDraft("buy oat milk", project="Shopping") for _ in range(5)))
    guessed = live.understanding.drafts("buy oat milk")[0].draft.project

    choose({("assistance", "enabled"): False}, sources)

    assert guessed == "Shopping"
    assert live.understanding.drafts("buy oat milk")[0].draft.project is None


def test_wrong_settings_leave_the_present_ones(
    live: Services, sources: Sources
) -> None:
    assert sources.places
    choose({("replies", "style"): "brief"}, sources)
    kept = live.config
    sources.places.user.write_text("[replies]\nstyle = 3")
    chosen = sources.places.chosen
    assert chosen is not None
    chosen.write_text(chosen.read_text() + "\n")

    assert live.config is kept
    assert live.config.replies.style == "brief"


def test_the_pages_are_in_the_language_that_was_chosen_since(
    live: Services, sources: Sources
) -> None:
    browser = paired_client(create_app(live))

    choose({("locale", "language"): "de"}, sources)

    assert '<html lang="de"' in browser.get("/").text


@contextmanager
def daemon(folders: Folders, *, refuses: bool = False) -> Iterator[Sequence[str]]:
    """Run a control server that notes what it was asked."""
    asked: list[str] = []

    async def forget(_params: dict[str, object]) -> dict[str, object]:
        asked.append("forget")
        if refuses:
            raise InputInvalidError("the voice daemon is still starting")
        return {}

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = ControlServer(folders.control_socket, {"forget": forget})
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(10)
    yield asked
    asyncio.run_coroutine_threadsafe(server.close(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def conversations(live: Services) -> int:
    with live.stores.lent() as (_store, database), database.read() as db:
        return int(db.table("conversations").count)


def test_forget_now_clears_the_disk_the_daemon_and_what_pages_remember(
    live: Services, folders: Folders
) -> None:
    browser = paired_client(create_app(live))
    live.understanding.turn("add milk", "web", may_switch=True)
    before = conversations(live)

    with daemon(folders) as asked:
        answer = browser.post("/settings/privacy/forget", follow_redirects=True)

    assert "What was said is forgotten" in answer.text
    assert (before, conversations(live), asked) == (1, 0, ["forget"])
    # "it" is nothing any more
    after = live.understanding.turn("mark it as done", "web", may_switch=True)
    assert after.changes == ()


def test_forget_now_says_what_a_daemon_keeps(live: Services, folders: Folders) -> None:
    browser = paired_client(create_app(live))
    live.understanding.turn("add milk", "web", may_switch=True)

    with daemon(folders, refuses=True):
        answer = browser.post("/settings/privacy/forget", follow_redirects=True)

    assert "the voice service did not answer" in answer.text
    assert conversations(live) == 0
