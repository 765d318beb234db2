"""Settings from the pages and the API: everything is there, changed, explained and reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markupsafe import escape

from clara_edge.config.keys import all_settings
from clara_edge.config.layers import Places
from clara_edge.config.sources import Sources
from clara_edge.domain.access import DeviceKind, Scope
from clara_edge.domain.drafts import TaskDraft
from tests.web_ui.paired import paired_client
from web_ui import create_app
from web_ui.settings.applying import EXTENSION
from web_ui.settings.fields import kind_of, shown
from web_ui.settings.groups import GROUPS, NOT_HERE
from web_ui.settings.words import CHOICES, WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services


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


def sources(app: Flask) -> Sources:
    found: Sources = app.extensions[EXTENSION]
    return found


def test_every_setting_is_on_one_page_or_says_why_not() -> None:
    listed = [key for group in GROUPS for key in (*group.keys, *group.rare)]

    assert sorted([*listed, *NOT_HERE]) == sorted(
        s.key for s in all_settings().values()
    )


def test_every_setting_has_a_name_and_its_choices_have_words(app: Flask) -> None:
    keys = [setting.key for setting in all_settings().values()]
    with app.test_request_context():
        fields = shown(keys, sources(app).load())

    assert {key for key in keys if key not in WORDS} <= NOT_HERE
    assert {value for f in fields for value, _ in f.choices} <= set(CHOICES)
    assert all(kind_of(f.setting) == f.kind for f in fields)


def test_each_page_shows_its_settings(client: PairedClient) -> None:
    pages = {group: client.get(f"/settings/{group.name}") for group in GROUPS}

    for group, page in pages.items():
        assert page.status_code == 200
        for key in (*group.keys, *group.rare):
            assert f'name="{key}"' in page.text


def test_a_number_is_changed_and_reset(client: PairedClient, app: Flask) -> None:
    saved = client.post(
        "/settings/sound", data={"shown": "earcons.volume", "earcons.volume": "70"}
    )
    volume = sources(app).load().config.earcons.volume
    page = client.get("/settings/sound").text
    client.post("/settings/sound", data={"reset": "earcons.volume"})

    assert saved.status_code == 303
    assert volume == 0.7
    assert "Reset to 40" in page
    assert sources(app).load().config.earcons.volume == 0.4


def test_a_switch_that_is_off_is_not_sent_and_yet_switched(
    client: PairedClient, app: Flask
) -> None:
    client.post("/settings/sound", data={"shown": "earcons.enabled"})

    assert not sources(app).load().config.earcons.enabled


def test_a_form_that_changes_nothing_keeps_nothing(
    client: PairedClient, services: Services
) -> None:
    client.post(
        "/settings/replies",
        data={
            "shown": ["replies.style", "replies.read_at_once", "quiet.begins"],
            "replies.style": "conversational",
            "replies.read_at_once": "3",
            "quiet.begins": "",
        },
    )

    assert not services.folders.chosen_settings.exists()


WRONG = (
    ("sound", "earcons.volume", "170", "must be less than or equal to 1"),
    ("sound", "earcons.volume", "laut", "is not a number"),
    ("replies", "replies.style", "<b>rude", "must be &#39;brief&#39;"),
    ("replies", "quiet.begins", "7 pm", "must be a time such as 22:00"),
    ("language", "locale.zone", "Middle/Earth", "must be a time zone"),
    ("replies", "replies.read_at_once", "2.5", "must be a valid integer"),
    ("listening", "listening.patience_s", "nan", "patience_s"),
    ("advanced", "understanding.options", "[[[", "write tables as"),
)


def test_a_wrong_value_is_explained_beside_what_was_typed(
    client: PairedClient, services: Services
) -> None:
    for section, key, value, words in WRONG:
        page = client.post(f"/settings/{section}", data={"shown": key, key: value})

        assert page.status_code == 422
        assert words in page.text
        assert escape(value) in page.text
    assert not services.folders.chosen_settings.exists()


def test_the_wake_word_and_its_sensitivity_are_chosen(
    client: PairedClient, app: Flask
) -> None:
    client.post(
        "/settings/wake", data={"heads": ["alexa", "hey_jarvis"], "sensitivity": "60"}
    )

    assert sources(app).load().config.wake.options == {
        "openwakeword": {
            "heads": [
                {"model": "alexa", "sensitivity": 0.6},
                {"model": "hey_jarvis", "sensitivity": 0.6},
            ]
        }
    }


def test_the_speed_of_the_voice_is_chosen(client: PairedClient, app: Flask) -> None:
    client.post("/settings/voice", data={"voice": "", "length_scale": "125"})

    options = sources(app).load().config.tts.options
    assert options == {"piper": {"length_scale": 0.8}}


@pytest.mark.parametrize(
    ("kind", "scope"),
    [(DeviceKind.HTTP, Scope.WRITE), (DeviceKind.HTTPS, Scope.WRITE)],
)
def test_only_an_administrator_over_https_sees_and_changes_settings(
    kind: DeviceKind, scope: Scope, app: Flask
) -> None:
    other = paired_client(app, kind, scope)

    answers = [
        other.get("/settings"),
        other.get("/settings/sound"),
        other.post("/settings/sound", data={"reset": "earcons.volume"}),
        other.post("/settings/data/restore", data={"name": "x", "agreed": "on"}),
        other.get("/api/v1/settings"),
        other.patch("/api/v1/settings", json={"set": {"log.level": "DEBUG"}}),
        other.get("/welcome"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert sources(app).load().config.log.level == "INFO"


def test_programs_list_change_and_reset_settings(
    client: PairedClient, app: Flask
) -> None:
    changed = client.patch(
        "/api/v1/settings",
        json={"set": {"replies.style": "brief", "web.name": "kitchen"}},
    )
    listed = client.get("/api/v1/settings").json["settings"]
    client.patch("/api/v1/settings", json={"reset": ["replies.style"]})

    assert changed.json == {
        "running": False,
        "restart_voice": [],
        "restart_web": ["web.name"],
        "problem": None,
    }
    style = next(one for one in listed if one["key"] == "replies.style")
    assert (style["value"], style["origin"]) == ("brief", "chosen")
    assert len(listed) == len(all_settings())
    assert sources(app).load().config.replies.style == "conversational"


WRONG_CHANGES = (
    {"set": {"replies.style": "rude", "log.level": "DEBUG"}},
    {"set": {"nonsense": 1}},
    {"set": {"paths.data": "/elsewhere"}},
    {"set": {"replies.style": {"a": [None]}}},
    {"set": {"tts.options.piper.voice": [[None]]}},
    {"set": {"..": 1}},
    {"reset": ["nonsense.key"]},
)


def test_a_wrong_change_by_a_program_changes_nothing(
    client: PairedClient, services: Services
) -> None:
    for body in WRONG_CHANGES:
        answer = client.patch("/api/v1/settings", json=body)

        assert answer.status_code == 422, body
        assert answer.json["detail"]
    assert not services.folders.chosen_settings.exists()


def test_without_a_voice_service_what_is_tried_says_so(client: PairedClient) -> None:
    for path in ("levels", "wake-trial", "test-tone"):
        answer = client.post(
            f"/api/v1/device/{path}", json={} if path != "test-tone" else None
        )
        assert answer.status_code == 503
        assert "not running" in answer.json["detail"]
    page = client.post("/settings/try/tone", follow_redirects=True)

    assert "not running" in page.text


def test_a_backup_is_made_checked_and_restored(
    client: PairedClient, services: Services
) -> None:
    with services.store() as store:
        store.add(TaskDraft("kept"))
    client.post("/settings/data/backup")
    (backup,) = (services.folders.data / "backups").glob("clara-*.db")
    with services.store() as store:
        store.add(TaskDraft("later"))
    checked = client.post(
        "/settings/data/verify", data={"name": backup.name}, follow_redirects=True
    )
    refused = client.post(
        "/settings/data/restore", data={"name": backup.name}, follow_redirects=True
    )
    done = client.post(
        "/settings/data/restore",
        data={"name": backup.name, "agreed": "on"},
        follow_redirects=True,
    )

    assert "takes 1 away" in checked.text
    assert "nothing was restored" in refused.text
    assert "Restored" in done.text
    with services.store() as store:
        assert [task.title for task in store.open_tasks()] == ["kept"]


def test_a_name_is_never_taken_for_a_path(client: PairedClient) -> None:
    for name in ("../../etc/passwd", "", "a\0b", "/etc/passwd"):
        page = client.post(
            "/settings/data/restore",
            data={"name": name, "agreed": "on"},
            follow_redirects=True,
        )

        assert "there is no backup" in page.text


def test_the_look_is_kept_in_the_browser(client: PairedClient) -> None:
    client.post("/looks", data={"theme": "dark", "accent": "teal"})

    page = client.get("/settings/look").text
    assert 'data-theme="dark"' in page
    assert 'data-accent="teal"' in page


def test_what_only_tests_the_pages_is_not_killed_by_a_restart(
    client: PairedClient,
) -> None:
    page = client.post(
        "/settings/restart", data={"service": "web"}, follow_redirects=True
    )
    told = client.post("/api/v1/device/restart", json={"service": "web"})

    assert "cannot be started again" in page.text
    assert told.status_code == 409
