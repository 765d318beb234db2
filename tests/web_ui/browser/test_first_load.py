"""What a phone waits for when it opens Clara for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from tests.web_ui.served import Served

MOST_BYTES = 100_000


def test_the_first_page_is_small_and_works_soon(
    open_context: Callable[..., BrowserContext], served: Served
) -> None:
    page = open_context(viewport={"width": 390, "height": 800}).new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    # Lighthouse's slow phone: 150 ms, 1.6 Mbit/s, a processor four times slower
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 150,
            "downloadThroughput": 1.6e6 / 8,
            "uploadThroughput": 750e3 / 8,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: list[int] = []
    devtools.on(
        "Network.loadingFinished",
        lambda event: sizes.append(event["encodedDataLength"]),
    )

    page.goto(f"{served.https}/", wait_until="load")
    ready_ms = page.evaluate(
        """() => new Promise((done) => {
          const look = () => {
            const [mark] = performance.getEntriesByName('clara-ready');
            if (mark) done(mark.startTime); else setTimeout(look, 10);
          };
          look();
        })"""
    )
    page.wait_for_selector("html[data-scripts=ready]", state="attached")

    # how long it took belongs into the log: a busy machine must not fail this
    print(f"{sum(sizes):,} bytes, usable after {ready_ms:.0f} ms")  # noqa: T201
    assert sum(sizes) < MOST_BYTES
