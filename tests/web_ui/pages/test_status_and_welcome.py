"""The status page, metrics, measurements' charts, and the first steps."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from clara_edge.config.layers import Places
from clara_edge.config.sources import Sources
from clara_edge.domain.access import DeviceKind, Scope
from clara_edge.domain.drafts import TaskDraft
from clara_edge.health.measurements import Sample
from clara_edge.models.manifest import Manifest, Pack
from tests.web_ui.paired import bearer, paired_client
from web_ui import create_app
from web_ui.charts import chart
from web_ui.pages.welcome import EXTENSION as PULLING
from web_ui.settings.applying import EXTENSION
from web_ui.welcome.progress import STEPS, load_progress
from web_ui.welcome.pulling import Pulling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask

    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services

VOICE: dict[str, Any] = {
    "state": "asleep",
    "pid": 77,
    "started_at": "2026-11-24T10:00:00+00:00",
    "uptime_s": 7260.0,
    "version": "0.1",
    "engines": [
        {"stage": "wake", "name": "openwakeword", "state": "active", "reason": None},
        {
            "stage": "stt",
            "name": "sherpa_online",
            "state": "unavailable",
            "reason": "no <model>",
        },
        {"stage": "tts", "name": "piper", "state": "active", "reason": None},
    ],
    "audio": {
        "input": {"device": "Jabra", "state": "ok"},
        "output": {"device": "Jabra", "state": "lost", "problem": "unplugged"},
    },
    "turns": {
        "count": 12,
        "failed": 1,
        "response_ms": {"p50": 640.0, "p95": 1210.0},
        "stages": {"understand": {"count": 12, "p50": 3.4, "p95": 9.0}},
    },
    "memory_mib": 231.5,
    "last_error": "speech went wrong",
    "language_model": [{"name": 'l"m', "state": "ready", "requests": 4, "errors": 1}],
    "talk": {"limit": 3, "count": 5, "vanished": 1, "sessions": [{"loss": 0.02}]},
    "restart_needed": ["audio.input"],
}


@pytest.fixture
def app(services: Services, tmp_path: Path) -> Flask:
    made = create_app(services)
    chosen = services.folders.chosen_settings
    made.extensions[EXTENSION] = Sources(
        places=Places(tmp_path / "etc", tmp_path / "clara.toml", chosen), environ={}
    )
    return made


@pytest.fixture
def client(app: Flask) -> PairedClient:
    return paired_client(app)


def test_the_page_tells_what_the_voice_service_says(
    client: PairedClient, daemon: Callable[..., Any], services: Services
) -> None:
    with daemon(VOICE):
        services.measuring.measure()
        page = client.get("/status").text

    for words in (
        "there is no loudspeaker",
        "unplugged",
        "no &lt;model&gt;",
        "speech went wrong",
        "audio.input",
        "2 hours",
        "12 turns",
    ):
        assert words in page, words
    assert "<svg viewBox" in page
    assert "style=" not in page


def test_without_a_voice_service_the_page_says_how_to_start_it(
    client: PairedClient,
) -> None:
    page = client.get("/status").text

    assert "The voice service is not running" in page
    assert "clara run" in page
    assert "Nothing was measured yet" in page


def test_a_database_that_cannot_be_read_is_told(
    client: PairedClient, services: Services
) -> None:
    services.stores.close()
    for file in services.folders.data.glob("clara.db*"):
        file.unlink()
    services.folders.database.mkdir()

    page = client.get("/status")
    facts = client.get("/api/v1/status").json

    assert page.status_code == 200
    assert "The tasks cannot be changed." in page.text
    assert facts is not None
    assert (facts["tasks"]["state"], facts["tasks"]["open"]) == ("unusable", None)


def test_over_http_the_page_is_an_overview(
    app: Flask, daemon: Callable[..., Any], services: Services
) -> None:
    phone = paired_client(app, DeviceKind.HTTP, Scope.WRITE)

    with daemon(VOICE):
        page = phone.get("/status").text
        told = phone.get("/api/v1/status")

    assert "asleep" in page
    assert "speech went wrong" not in page
    assert str(services.folders.data) not in page + told.text
    assert "engines" not in told.json["voice"]


def test_the_api_tells_the_same_as_the_page(
    client: PairedClient, daemon: Callable[..., Any], services: Services
) -> None:
    with services.store() as store:
        store.add(TaskDraft("one"))
    with daemon(VOICE):
        services.measuring.measure()
        told = client.get("/api/v1/status").json

    assert told["voice"]["turns"]["count"] == 12
    assert told["tasks"]["open"] == 1
    assert told["backups"] == {**told["backups"], "count": 0, "age_s": None}
    assert told["storage"]["free_bytes"] > 0
    assert told["machine"]["web_mib"] > 1
    assert told["since_install"]["turns"] == 12
    assert told["since_install"]["talks_vanished"] == 1


def test_metrics_are_what_prometheus_reads(
    app: Flask, daemon: Callable[..., Any], services: Services
) -> None:
    program = app.test_client()
    with daemon(VOICE):
        services.measuring.measure()
        answer = program.get(
            "/metrics", base_url="https://localhost", headers=bearer(app, Scope.READ)
        )

    families = {f.name: f for f in text_string_to_metric_families(answer.text)}
    samples = {
        (s.name, *sorted(s.labels.items())): s.value
        for f in families.values()
        for s in f.samples
    }
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    assert samples[("clara_voice_up",)] == 1
    assert samples[("clara_turns_total",)] == 12
    assert samples[("clara_talks_vanished_total",)] == 1
    assert samples[
        ("clara_stage_seconds", ("quantile", "0.5"), ("stage", "understand"))
    ] == pytest.approx(0.0034)
    assert samples[("clara_language_model_errors_total", ("provider", 'l"m'))] == 1
    assert families["clara_turns"].type == "counter"


def test_metrics_need_a_token(app: Flask) -> None:
    stranger = app.test_client()

    answer = stranger.get("/metrics", base_url="https://localhost")

    assert answer.status_code in {302, 303, 401, 403}
    assert "clara_voice_up" not in answer.text


def test_a_chart_draws_no_line_over_what_was_not_measured() -> None:
    samples = [Sample(at=float(t), cpu_percent=50.0) for t in (0, 10, 20, 400, 410)]

    drawn = chart("cpu_percent", samples, ("CPU", "%"), 3600.0, ceiling=100.0)

    assert len(drawn.lines) == 2
    assert drawn.lines[1].endswith("300.0,30.0")
    assert (drawn.now, drawn.least, drawn.most) == (50.0, 50.0, 50.0)


def test_a_chart_of_nothing_has_no_line_and_no_value() -> None:
    for samples in ([], [Sample(at=1.0)]):
        drawn = chart("temperature_c", samples, ("T", "°C"), 3600.0)
        assert (drawn.lines, drawn.now, drawn.rows) == ((), None, ())


def test_the_first_steps_lead_through_and_are_gone_on_with(
    client: PairedClient, app: Flask, services: Services
) -> None:
    first = client.get("/welcome")
    pages = [client.get(f"/welcome/{step}") for step in STEPS]
    skipped = client.post("/welcome/name", data={"skip": "yes"})
    again = paired_client(app).get("/welcome")
    for step in STEPS[1:]:
        last = client.post(f"/welcome/{step}")

    assert first.status_code == 200
    assert [page.status_code for page in pages] == [200] * len(STEPS)
    assert skipped.headers["Location"].endswith("/welcome/sound")
    assert again.headers["Location"].endswith("/welcome/sound")
    assert last.headers["Location"] == "/"
    assert load_progress(services.folders.data).next is None


def test_name_and_time_zone_are_kept_and_a_wrong_one_is_explained(
    client: PairedClient, app: Flask
) -> None:
    wrong = client.post("/welcome/name", data={"name": "no good!", "zone": ""})
    client.post("/welcome/name", data={"name": "Kitchen", "zone": "Europe/Berlin"})

    config = app.extensions[EXTENSION].load().config
    assert wrong.status_code == 422
    assert 'value="no good!"' in wrong.text
    assert "the new settings" not in wrong.text
    assert (config.web.name, config.locale.zone) == ("kitchen", "Europe/Berlin")


def test_sample_tasks_are_one_step_and_gone_in_one(
    client: PairedClient, services: Services
) -> None:
    client.post("/welcome/samples")
    client.post("/welcome/samples")
    with services.store() as store:
        there = store.count_open_tasks()
        steps = len(store.history())
    client.post("/welcome/samples", data={"remove": "yes"})

    with services.store() as store:
        assert (there, steps) == (6, 1)
        assert store.count_open_tasks() == 0
        assert store.projects() == []
        assert len(store.history()) == 2
        store.undo()
        assert store.count_open_tasks() == 6


def test_one_s_own_task_among_the_samples_stays(
    client: PairedClient, services: Services
) -> None:
    client.post("/welcome/samples")
    with services.store() as store:
        store.add(TaskDraft("mine", project="Try me"))
    client.post("/welcome/samples", data={"remove": "yes"})

    with services.store() as store:
        assert [task.title for task in store.open_tasks()] == ["mine"]


def toy(content: bytes) -> Pack:
    return Pack.model_validate(
        {
            "name": "toy",
            "kind": "tts",
            "engine": "piper",
            "licence": "CC0-1.0",
            "description": "a toy voice",
            "size": len(content),
            "starter": True,
            "files": [
                {
                    "path": "voice.bin",
                    "size": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                }
            ],
            "sources": [{"kind": "url", "url": "http://127.0.0.1:9/{path}"}],
        }
    )


def test_a_model_pack_is_fetched_in_the_background(
    client: PairedClient, app: Flask, services: Services, tmp_path: Path
) -> None:
    content = b"a voice" * 1000
    (tmp_path / "mirror" / "toy").mkdir(parents=True)
    (tmp_path / "mirror" / "toy" / "voice.bin").write_bytes(content)
    models = services.config.models.model_copy(
        update={"mirror": str(tmp_path / "mirror")}
    )
    config = services.config.model_copy(update={"models": models})
    pulling = Pulling(config, services.folders, Manifest(packs=(toy(content),)))
    app.extensions[PULLING] = pulling
    before = client.get("/welcome/models").text
    client.post("/welcome/models/pull")
    asked = client.get("/welcome/models").text

    unknown = client.post("/welcome/models/pull", data={"pack": "../x"})
    client.post("/welcome/models/pull", data={"pack": "toy"})
    pulling.wait(20)

    after = client.get("/welcome/models").text
    assert "a toy voice" in before
    assert "Fetch these" in before
    assert "Choose what to fetch." in asked
    assert "Choose what to fetch." not in before
    assert unknown.status_code == 400
    assert pulling.jobs["toy"].problem is None
    assert "Everything that suits this machine is here" in after
