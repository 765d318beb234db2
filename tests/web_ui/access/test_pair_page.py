"""The pages that let browsers and programs in, as people and attackers use them."""

from __future__ import annotations

import asyncio
import re
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest

from clara_edge.control.server import ControlServer
from clara_edge.domain.access import LETTERS, DeviceKind, Scope
from tests.web_ui.paired import bearer, pair, paired_client
from web_ui.welcome.progress import STEPS, mark_done

HTTPS, HTTP = DeviceKind.HTTPS, DeviceKind.HTTP
ORIGIN = {"Origin": "http://localhost"}
SECURE = {"base_url": "https://localhost", "headers": {"Origin": "https://localhost"}}
PIXEL = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def speaking(folders):
    """Return a context manager that notes what a daemon is asked to say."""

    @contextmanager
    def running(silent: str | None = None):
        said = []

        async def say(params):
            said.append(params["text"])
            return {"accepted": True, "silent": silent}

        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        server = ControlServer(folders.control_socket, {"say": say})
        asyncio.run_coroutine_threadsafe(server.start(), loop).result(10)
        yield said
        asyncio.run_coroutine_threadsafe(server.close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    return running


def test_a_browser_is_paired_and_led_to_where_it_wanted(app, store):
    browser = app.test_client()
    assert browser.get("/x/read?a=1").location == "/pair?next=/x/read%3Fa%3D1"
    code = store.issue_codes().codes[HTTPS]

    answer = browser.post(
        "/pair",
        data={"code": code, "next": "/x/read?a=1"},
        base_url="https://localhost",
        headers={"Origin": "https://localhost", "User-Agent": PIXEL},
    )

    cookie = answer.headers["Set-Cookie"]
    assert (answer.status_code, answer.location) == (303, "/x/read?a=1")
    assert cookie.startswith("__Host-clara=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert f"; {part}" in cookie
    assert "Domain" not in cookie
    assert store.devices()[0].name == "Chrome, Android"
    page = browser.get("/x/admin", base_url="https://localhost")
    assert page.text == "reached admin"


def test_wrong_used_and_expired_codes_get_the_same_answer(app, store, clock):
    def tried(code: str) -> tuple[int, str]:
        answer = app.test_client().post("/pair", data={"code": code}, headers=ORIGIN)
        return answer.status_code, answer.text

    used, old = (store.issue_codes().codes[HTTP] for _ in range(2))
    pair(store, HTTP)
    answer = app.test_client().post("/pair", data={"code": used}, headers=ORIGIN)
    assert answer.status_code == 303
    clock.advance(timedelta(minutes=11))

    answers = {tried(code) for code in (used, old, "AAAAAAAA", "not a code")}

    assert len(answers) == 1
    assert answers.pop()[0] == 403


def test_after_five_wrong_codes_one_waits(app, store):
    browser = app.test_client()
    for _ in range(5):
        browser.post("/pair", data={"code": "AAAAAAAA"}, headers=ORIGIN)
    right = store.issue_codes().codes[HTTP]

    answer = browser.post("/pair", data={"code": right}, headers=ORIGIN)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "Try again in 30 seconds." in answer.text
    assert "Set-Cookie" not in answer.headers


def test_whatever_is_sent_as_a_code_is_a_wrong_one(app, store):
    codes = ("", "x" * 60_000, "\0", "\u202e", "<script>", "' OR 1=1 --", "🔑" * 8)
    for number, code in enumerate(codes):
        if number == 4:
            store.issue_codes([HTTP], forgive=True)
        answer = app.test_client().post("/pair", data={"code": code}, headers=ORIGIN)

        assert answer.status_code == 403, code
        assert "<script>" not in answer.text


def test_broken_bodies_are_wrong_codes(app, store):
    bodies = (b"{", b"\xff\xfe", b"", b"code=%ff%fe", b"&&&=;")
    kinds = (
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "x",
    )
    client = app.test_client()
    for number, body in enumerate(bodies):
        store.issue_codes([HTTP], forgive=True)
        for kind in kinds:
            answer = client.post(
                "/pair",
                data=body,
                content_type=kind,
                headers=ORIGIN,
                environ_base={"REMOTE_ADDR": f"192.168.1.{number}"},
            )

            assert answer.status_code == 403, (body, kind)


def test_pairing_leads_to_no_other_site(app, store):
    for there in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=1",
        "",
    ):
        code = store.issue_codes().codes[HTTP]

        answer = app.test_client().post(
            "/pair", data={"code": code, "next": there}, headers=ORIGIN
        )

        assert (answer.status_code, answer.location) == (303, "/"), there


def test_first_browser_is_led_to_the_first_steps(app, store, folders):
    def led_to(kind: DeviceKind, scope: Scope = Scope.ADMIN) -> str:
        scheme = "https" if kind is HTTPS else "http"
        answer = app.test_client().post(
            "/pair",
            data={"code": store.issue_codes(scope=scope).codes[kind]},
            base_url=f"{scheme}://localhost",
            headers={"Origin": f"{scheme}://localhost"},
        )
        return answer.location

    before = led_to(HTTPS), led_to(HTTPS, Scope.WRITE), led_to(HTTP)
    mark_done(folders.data, *STEPS)

    assert before == ("/welcome", "/", "/")
    assert led_to(HTTPS) == "/"


def test_pairing_anew_replaces_the_device(app, store):
    client = paired_client(app)
    code = store.issue_codes(scope=Scope.READ).codes[HTTPS]

    client.post("/pair", data={"code": code})

    assert [device.scope for device in store.devices()] == [Scope.READ]


def test_a_browser_can_leave(app, store):
    client = paired_client(app, scope=Scope.READ)

    answer = client.post("/unpair")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert store.devices() == []
    assert client.get("/x/read").location.startswith("/pair")


def test_clara_speaks_a_code_that_pairs(app, store, speaking):
    browser = app.test_client()
    with speaking() as said:
        page = browser.post("/pair/speak", **SECURE)

    words = re.findall(r"[A-Z][a-z-]+", said[0].partition("code is: ")[2])
    by_word = {word: letter for letter, word in LETTERS.items()}
    code = "".join(by_word[word] for word in words if word in by_word)[:8]
    assert code not in page.text
    answer = browser.post("/pair", data={"code": code}, **SECURE)
    assert answer.status_code == 303


def test_codes_that_nobody_could_hear_are_worth_nothing(app, speaking, tmp_path):
    with speaking(silent="no loudspeaker") as said:
        page = app.test_client().post("/pair/speak", **SECURE)

    assert page.status_code == 503
    assert "clara pair" in page.text
    assert len(said) == 1


def test_nobody_can_make_clara_speak_all_the_time(app, speaking, clock):
    browser = app.test_client()
    with speaking() as said:
        answers = [
            browser.post(
                "/pair/speak",
                environ_base={"REMOTE_ADDR": f"192.168.1.{number}"},
                **SECURE,
            ).status_code
            for number in range(5)
        ]
        clock.advance(timedelta(minutes=1))
        later = browser.post("/pair/speak", **SECURE).status_code

    assert answers == [200, 200, 429, 429, 429]
    assert (later, len(said)) == (200, 3)


def test_nobody_makes_clara_speak_all_night(app, speaking, clock):
    browser = app.test_client()
    with speaking() as said:
        for _ in range(60):
            clock.advance(timedelta(minutes=2))
            browser.post("/pair/speak", **SECURE)

    assert len(said) < 14


def test_spoken_codes_can_be_switched_off(make_app, speaking):
    with speaking() as said:
        page = make_app(speak_codes=False).test_client().post("/pair/speak", **SECURE)

    assert (page.status_code, said) == (403, [])


def test_a_page_elsewhere_cannot_make_clara_speak(app, speaking):
    with speaking() as said:
        page = app.test_client().post(
            "/pair/speak", headers={"Origin": "http://evil.example"}
        )

    assert (page.status_code, said) == (403, [])


def test_devices_are_shown_renamed_and_revoked(app, store):
    client = paired_client(app)
    other, _ = pair(store, HTTP, name="Old phone <b>")
    at = f"/settings/devices/{other.id}"

    page = client.get("/settings/devices").text
    client.post(f"{at}/rename", data={"name": "Kitchen"})
    refused = client.post(f"{at}/rename", data={"name": " "})
    renamed = [device.name for device in store.devices()]
    client.post(f"{at}/revoke")
    gone = client.post(f"{at}/revoke")

    assert "Old phone &lt;b&gt;" in page
    assert "this device" in page
    assert renamed == ["Test browser", "Kitchen"]
    assert len(store.devices()) == 1
    assert (refused.status_code, gone.status_code) == (303, 303)


def test_all_other_devices_are_revoked(app, store):
    client = paired_client(app)
    pair(store)
    bearer(app)

    client.post("/settings/devices/revoke-all")

    assert [device.id for device in store.devices()] == [client.device.id]


def test_the_log_tells_who_made_a_token(app, store):
    client = paired_client(app)

    client.post("/settings/devices/token", data={"name": "Backup", "scope": "write"})

    (made,) = [entry for entry in store.log() if entry.event == "token made"]
    assert made.detail == f"write by {client.device.name}"
    assert made.address == "127.0.0.1"


def test_a_token_is_shown_once_and_opens_what_it_was_made_for(app):
    client = paired_client(app)
    form = {"name": "Backup", "scope": "read", "days": "30"}

    page = client.post("/settings/devices/token", data=form).text
    token = re.search(r'class="secret">([^<]+)<', page)[1]
    headers = {"Authorization": f"Bearer {token}"}

    assert token not in client.get("/settings/devices").text
    reader = app.test_client()
    assert reader.get("/api/v1/x/read", headers=headers).status_code == 200
    assert reader.post("/api/v1/x/write", headers=headers).status_code == 403


def test_no_token_is_made_of_nonsense(app, store):
    client = paired_client(app)
    for form in (
        {},
        {"name": ""},
        {"name": "x", "scope": "root"},
        {"name": "\0", "scope": "read"},
        {"name": "x" * 200},
        {"name": "x", "scope": "read", "days": "7"},
    ):
        assert client.post("/settings/devices/token", data=form).status_code == 303, (
            form
        )
        assert len(store.devices()) == 1


def test_an_administrator_makes_a_code_for_another_device(app):
    client = paired_client(app)
    page = client.post("/settings/devices/code", data={"scope": "read"}).text
    code = re.search(r"<strong>([A-Z]{4}-[A-Z]{4})</strong>", page)[1]
    assert '<svg viewBox="0 0 ' in page
    assert "style=" not in page
    guest = app.test_client()
    assert f'value="{code}"' in guest.get(f"/pair?code={code}").text

    paired = guest.post("/pair", data={"code": code}, **SECURE)

    assert paired.status_code == 303
    assert guest.get("/x/read", base_url="https://localhost").status_code == 200
    assert guest.get("/x/admin", base_url="https://localhost").status_code == 403


@pytest.mark.parametrize("scope", [Scope.READ, Scope.WRITE])
def test_devices_are_for_administrators(app, scope):
    client = paired_client(app, scope=scope)

    assert client.get("/settings/devices").status_code == 403
    assert client.post("/settings/devices/code").status_code == 403
    assert client.post("/settings/devices/revoke-all").status_code == 403


def test_the_log_is_shown(app, store):
    client = paired_client(app)
    app.test_client().post("/pair", data={"code": "AAAAAAAA"}, headers=ORIGIN)

    page = client.get("/settings/devices").text

    assert "wrong code" in page
    assert "paired" in page


def test_calendar_address_is_shown_once_and_revoked(app, store):
    client = paired_client(app)
    at = "/settings/devices/calendar"

    made = client.post(at, data={"name": "Thunderbird"}).text
    secret = re.search(r"/calendar/([\w-]+)\.ics", made)[1]
    later = client.get("/settings/devices").text
    calendar = client.get(f"/calendar/{secret}.ics")
    identity = re.search(rf"{at}/([\w-]+)/revoke", later)[1]
    client.post(f"{at}/{identity}/revoke")

    assert "Thunderbird" in later
    assert secret not in later
    assert calendar.status_code == 200
    assert calendar.text.startswith("BEGIN:VCALENDAR")
    assert client.get(f"/calendar/{secret}.ics").status_code == 404
