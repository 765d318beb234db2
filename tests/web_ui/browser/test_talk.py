"""Talking from a real browser: through WebRTC, speech-to-text and the store, and back."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from clara_edge.config.schema import SpeechToText
from clara_edge.engines.stt.build import build_recognizer
from clara_edge.ports.engine import EngineContext
from tests.web_ui.browser import talking
from tests.web_ui.browser.conftest import ARGUMENTS, CHROMIUM, Watch, trust
from tests.web_ui.served import paired_page, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Playwright

    from clara_edge.models.store import ModelStore
    from tests.web_ui.served import Served

pytestmark = pytest.mark.models
WORDS = "i need to call the dentist"


OFFER_MS = """
performance.getEntriesByType("resource").find((e) => e.name.endsWith("/talk/offer")).duration
"""


class Household:
    """Both services, and the page of a phone that is paired with them."""

    def __init__(self, page: Page, served: Served, voice: talking.Daemon) -> None:
        self.page = page
        self.served = served
        self.voice = voice

    def state(self, name: str, *, timeout_s: float = 30) -> None:
        """Wait until the page shows a state."""
        self.page.wait_for_selector(
            f"#talk[data-state={name}]", timeout=timeout_s * 1000
        )


@pytest.fixture(scope="module")
def household(
    playwright: Playwright,
    model_store: ModelStore,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Household]:
    folder = tmp_path_factory.mktemp("talk")
    settings = (
        f"paths.runtime={folder / 'run'}",
        f"paths.models={model_store.folder('moonshine-tiny-en').parent}",
        "tts.engines=['flite', 'espeak']",
        "language_model.enabled=false",
    )
    voice_settings = (
        *settings,
        f"paths.data={folder / 'data'}",
        f"paths.cache={folder / 'cache'}",
        "stt.engines=['sherpa_offline']",
        "wake.engines=[]",
    )
    with (
        serving(folder, *settings, filled=False) as served,
        talking.daemon(voice_settings, folder / "run" / "control.sock") as voice,
    ):
        home = tmp_path_factory.mktemp("talk-home")
        trust(home, served.authority)
        speech = talking.speech_file(folder / "words.wav", WORDS)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                *ARGUMENTS,
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-audio-capture={speech}%noloop",
                "--autoplay-policy=no-user-gesture-required",
            ],
            env={**os.environ, "HOME": str(home)},
        )
        context = browser.new_context(permissions=["microphone"], locale="en-GB")
        watch = Watch((served.http, served.https))
        watch.allow("409|503|502|Failed to load resource")
        watch.attach(context)
        page = paired_page(context, served)
        page.set_default_timeout(30_000)
        yield Household(page, served, voice)
        watch.check()
        browser.close()


def test_a_task_is_spoken_into_the_browser_and_the_answer_is_heard(
    household: Household, model_store: ModelStore, tmp_path: Path
) -> None:
    page = household.page
    page.goto(f"{household.served.https}/talk")
    household.state("asleep")
    ready_ms = page.evaluate("performance.now()")
    talking.record(page)

    page.locator("#orb").focus()
    page.keyboard.down(" ")
    page.locator(
        ".said.interim", has_text=re.compile("dentist", re.IGNORECASE)
    ).wait_for()
    page.keyboard.up(" ")
    released_ms = page.evaluate("performance.now()")
    household.state("speaking")
    answered_ms = page.evaluate("performance.now()")
    household.state("asleep")
    print(  # noqa: T201 - the figures of docs/talk.md
        f"offer {page.evaluate(OFFER_MS):.0f} ms, page to ready {ready_ms:.0f} ms, "
        f"release to speaking {answered_ms - released_ms:.0f} ms"
    )

    assert re.search(
        "dentist", page.locator(".said.person").last.inner_text(), re.IGNORECASE
    )
    assert "Call the dentist" in page.locator(".talk-card").last.inner_text()
    with household.served.store() as store:
        assert "Call the dentist" in [task.title for task in store.open_tasks()]
    context = EngineContext(model_store, tmp_path, threads=2)
    chosen = SpeechToText(engines=("sherpa_offline",))
    stream = build_recognizer(chosen, context).stream()
    stream.accept(talking.recorded(page))
    assert "dentist" in stream.settle().lower()


def test_undo_on_the_card_takes_the_task_back(household: Household) -> None:
    page = household.page
    page.locator("#talk-typed input[name=text]").fill("add buy candles")
    page.locator("#talk-typed button").click()
    card = page.locator(".talk-card", has_text="Buy candles")

    card.get_by_role("button", name="Undo").click()

    page.wait_for_selector(".talk-card.taken-back")
    with household.served.store() as store:
        assert "Buy candles" not in [task.title for task in store.open_tasks()]


def test_the_page_connects_again_after_the_daemon_was_killed(
    household: Household,
) -> None:
    page = household.page
    household.state("asleep")

    household.voice.kill()
    household.state("lost")
    household.voice.start()
    household.state("asleep", timeout_s=60)
    page.locator("#talk-typed input[name=text]").fill("add buy thread")
    page.locator("#talk-typed button").click()

    page.locator(".talk-card", has_text="Buy thread").wait_for()
