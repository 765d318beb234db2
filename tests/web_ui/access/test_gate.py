"""Who gets through: nobody unpaired, nobody from another page, nobody with less than is asked."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from clara_edge.domain.access import DeviceKind, Scope
from clara_edge.domain.errors import StorageFullError
from tests.web_ui.paired import bearer, pair, paired_client
from web_ui.access.cookies import NAMES
from web_ui.access.cross_site import HEADER
from web_ui.access.marks import rule_of

HTTPS, HTTP = DeviceKind.HTTPS, DeviceKind.HTTP
LAN = {"REMOTE_ADDR": "192.168.1.30"}
ORIGIN = {"Origin": "http://localhost"}
PUBLIC = {
    "/static/<path:filename>",
    "/static/clara-<asked>.css",
    "/health",
    "/pair",
    "/pair/speak",
    # how to get HTTPS, and what it needs, before anything is trusted
    "/install",
    "/install/works",
    "/install/clara-authority.<kind>",
    "/install/<scheme>.svg",
    # of the installed application: the same for everybody
    "/manifest.webmanifest",
    "/sw.js",
    "/offline",
    # a secret address of its own
    "/calendar/<secret>.ics",
    # the description of the API
    "/api/v1/openapi.json",
    "/x/open",
    "/api/v1/x/open",
}
"""What answers a stranger; whoever adds to this says why."""


FOR_HTTPS = (
    "/settings",
    "/talk",
    "/welcome/models",
    "/api/v1/settings",
    "/api/v1/device",
    "/api/v1/talk/offer",
    "/api/v1/turns",
    "/metrics",
)


def with_cookies(
    app, cookies: str, path: str = "/x/read", base: str = "http://localhost"
):
    """Send a header Cookie as it is; the client's own jar would drop it."""
    client = app.test_client(use_cookies=False)
    return client.get(path, base_url=base, headers={"Cookie": cookies})


def filled(rule) -> str:
    """Return an address that a rule matches."""
    return re.sub(r"<(?:\w+:)?\w+>", "1", rule.rule)


def test_every_address_but_these_refuses_strangers(app):
    client = app.test_client()
    walked = 0
    for rule in app.url_map.iter_rules():
        if rule.rule in PUBLIC:
            continue
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            for base in ("http://localhost", "https://localhost"):
                answer = client.open(
                    filled(rule), method=method, base_url=base, headers={"Origin": base}
                )
                walked += 1
                assert answer.status_code in (303, 401), f"{method} {rule.rule}"
                if answer.status_code == 303:
                    assert answer.location.startswith("/pair"), rule.rule
                assert "reached" not in answer.text

    assert walked > 40


def test_every_view_has_a_mark(app):
    unmarked = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule_of(app.view_functions[rule.endpoint]) is None
    ]

    assert unmarked == ["/x/unmarked"]


def test_only_these_answer_strangers(app):
    answering = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if (found := rule_of(app.view_functions[rule.endpoint])) and found.scope is None
    }

    assert answering <= PUBLIC


def test_a_view_without_a_mark_answers_nobody(app):
    assert paired_client(app).get("/x/unmarked").status_code == 403


def test_settings_devices_and_talk_are_for_https(app):
    client = paired_client(app, HTTP)
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(FOR_HTTPS) or rule.rule == "/settings/look":
            continue
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.open(filled(rule), method=method)
            assert answer.status_code == 403, f"{method} {rule.rule}"


@pytest.mark.parametrize("scope", list(Scope))
def test_a_device_may_what_it_was_paired_for(app, scope):
    client = paired_client(app, scope=scope)
    for wanted in Scope:
        for method in ("GET", "POST"):
            answer = client.open(f"/x/{wanted.label}", method=method)

            assert answer.status_code == (200 if scope >= wanted else 403), wanted


def test_over_http_tasks_are_all_there_is(app):
    client = paired_client(app, HTTP, Scope.ADMIN)

    assert client.post("/x/write").status_code == 200
    assert client.post("/x/admin").status_code == 403
    page = client.get("/x/secure?a=b")
    assert page.status_code == 403
    assert 'href="https://localhost:8443/x/secure?a=b"' in page.text


@pytest.mark.parametrize(("kind", "other"), [(HTTP, HTTPS), (HTTPS, HTTP)])
def test_a_cookie_that_was_copied_opens_nothing_over_the_other(app, store, kind, other):
    _, token = pair(store, kind)
    bases = {HTTP: "http://localhost", HTTPS: "https://localhost"}
    own = f"{NAMES[kind]}={token}"
    assert with_cookies(app, own, base=bases[kind]).status_code == 200

    for name in NAMES.values():
        answer = with_cookies(
            app, f"{name}={token}", "/api/v1/x/read", base=bases[other]
        )

        assert answer.status_code == 401


def test_a_revoked_device_is_refused_with_its_next_request(app, store):
    client = paired_client(app)
    assert client.get("/x/read").status_code == 200

    store.revoke(client.device.id)
    answer = client.get("/x/read")

    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "__Host-clara=;" in answer.headers["Set-Cookie"]


def test_an_open_answer_ends_when_its_device_is_revoked(app, store, clock):
    client = paired_client(app)
    stream = client.get("/api/v1/events", buffered=False)
    pieces = stream.iter_encoded()
    assert next(pieces).startswith(b"retry:")

    store.revoke(client.device.id)
    clock.advance(timedelta(seconds=2))

    assert b"tasks" not in b"".join(pieces)
    stream.close()


def test_pairing_over_http_can_be_switched_off(make_app):
    before = make_app()
    client = paired_client(before, HTTP)
    after = make_app(http_pairing=False)

    page = with_cookies(after, f"clara_http={client.token}")
    tried = after.test_client().post("/pair", data={"code": "x"}, headers=ORIGIN)

    assert client.get("/x/read").status_code == 200
    assert page.status_code == 303
    assert tried.status_code == 403
    assert "switched off" in tried.text


# Cross-site requests


ELSEWHERE = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost"},
    {"Origin": "https://localhost:9443"},
    {"Origin": "https://localhost.evil.example"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://localhost", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    {},
]
"""Headers of browsers on pages of others, and of what is no browser."""


def test_changes_from_other_pages_are_refused_even_with_the_token(app):
    client = paired_client(app)
    plain = app.test_client()
    plain.set_cookie("__Host-clara", client.token, domain="localhost")

    def change(headers, method="POST"):
        return plain.open(
            "/x/write",
            method=method,
            base_url="https://localhost",
            headers={**client.csrf, **headers},
        ).status_code

    assert change({"Origin": "https://localhost"}) == 200
    assert change({"Sec-Fetch-Site": "same-origin"}) == 200
    for headers in ELSEWHERE:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert change(headers, method) == 403, (headers, method)


def test_changes_need_a_cross_site_token(app):
    client = paired_client(app)
    client.csrf = {}

    assert client.post("/x/write").status_code == 403
    for sent in ("", "x", "A" * 86, "é", "=" * 86, "a\0"):
        assert client.post("/x/write", data={"csrf": sent}).status_code == 403


def test_the_cross_site_token_of_another_device_is_worth_nothing(app):
    client, other = paired_client(app), paired_client(app)
    client.csrf = other.csrf

    assert client.post("/x/write").status_code == 403


def test_the_token_may_come_in_a_form(app):
    client = paired_client(app)
    field = client.get("/x/form").text
    client.csrf = {}
    token = re.search(r'value="([^"]+)"', field)[1]

    assert client.post("/x/write", data={"csrf": token}).status_code == 200
    assert client.post("/x/write", json={"csrf": token}).status_code == 403


def test_the_token_looks_different_on_every_page(app):
    client = paired_client(app)

    assert client.get("/x/form").text != client.get("/x/form").text


def test_reading_from_here_by_other_pages_is_refused(app):
    client = paired_client(app)
    embedded = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

    assert client.get("/x/read", headers=embedded).status_code == 403
    assert client.get("/x/read", headers=link).status_code == 200


def test_public_forms_are_for_pages_of_ours(app):
    client = app.test_client()
    for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        assert client.post("/x/open", headers=headers).status_code == 403
    assert client.post("/x/open", headers=ORIGIN).status_code == 200


# Cookies


def test_a_cookie_that_somebody_put_beside_ours_is_believed_by_nobody(app, store):
    """Another service of this host can set cookies for it, whatever their ports."""
    _, mine = pair(store, HTTP)
    _, theirs = pair(store, HTTP)

    both = with_cookies(app, f"clara_http={theirs}; clara_http={mine}")
    twice = with_cookies(app, f"clara_http={mine}; clara_http={mine}")

    assert (both.status_code, twice.status_code) == (303, 200)


def test_broken_and_renamed_cookies_let_nobody_in(app, store):
    _, token = pair(store)

    for cookies in (
        "__Host-clara=",
        "__Host-clara",
        "__Host-clara=" + "x" * 4000,
        "__Host-clara=é",
        "__Host-clara=%00",
        f"__host-clara={token}",
        f"x__Host-clara={token}",
        " =;;; __Host-clara",
        f"clara_http={token}",
    ):
        answer = with_cookies(app, cookies, base="https://localhost")

        assert answer.status_code == 303, cookies


def test_pairing_gives_a_new_token_whatever_cookie_was_there(app, store):
    client = app.test_client()
    planted = "planted-by-somebody-who-knows-it-0123456789abc"
    client.set_cookie("clara_http", planted, domain="localhost")
    code = store.issue_codes().codes[HTTP]

    answer = client.post("/pair", data={"code": code}, headers=ORIGIN)

    given = answer.headers["Set-Cookie"]
    assert given.startswith("clara_http=")
    assert planted not in given
    assert store.admit(planted, HTTP, "") is None


# Programs


def test_programs_need_no_cross_site_token(app):
    headers = bearer(app, Scope.WRITE)
    client = app.test_client()

    assert client.post("/api/v1/x/write", headers=headers).status_code == 200
    assert client.post("/api/v1/x/admin", headers=headers).status_code == 403


def test_tokens_are_taken_in_the_clear_from_this_machine_only(app):
    headers = bearer(app)
    get = app.test_client().get

    assert get("/api/v1/x/read", headers=headers).status_code == 200
    assert get("/api/v1/x/read", headers=headers, environ_base=LAN).status_code == 401
    assert (
        get(
            "/api/v1/x/read",
            headers=headers,
            environ_base=LAN,
            base_url="https://localhost",
        ).status_code
        == 200
    )


def test_a_wrong_token_is_not_made_up_for_by_a_cookie(app):
    client = paired_client(app)
    for given in (
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic eDp4",
        "\0",
        f"Bearer {'x' * 9000}",
    ):
        answer = client.get("/api/v1/x/read", headers={"Authorization": given})

        assert answer.status_code == 401, given
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Clara"'
        assert answer.content_type == "application/problem+json"


def test_a_cookies_token_is_no_bearer_token(app):
    client = paired_client(app)

    answer = app.test_client().get(
        "/api/v1/x/read", headers={"Authorization": f"Bearer {client.token}"}
    )

    assert answer.status_code == 401


def test_headers_of_proxies_are_not_believed(app):
    headers = {
        **bearer(app),
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Proto": "https",
        "Forwarded": "for=127.0.0.1;proto=https",
        "X-Real-Ip": "127.0.0.1",
    }

    answer = app.test_client().get("/api/v1/x/read", headers=headers, environ_base=LAN)

    assert answer.status_code == 401


# Limits and the log


def test_strangers_who_ask_too_often_have_to_wait(app, clock):
    client = app.test_client()

    def ask(address: str = "192.168.1.30"):
        return client.get("/health", environ_base={"REMOTE_ADDR": address})

    answers = [ask().status_code for _ in range(125)]
    refused = ask()

    assert answers.count(200) == 120
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert ask("192.168.1.31").status_code == 200
    clock.advance(timedelta(seconds=1))
    assert ask().status_code == 200


def test_addresses_of_one_host_are_counted_together(app):
    client = app.test_client()
    answers = [
        client.get(
            "/health", environ_base={"REMOTE_ADDR": f"fd00::{number:x}"}
        ).status_code
        for number in range(1, 131)
    ]

    assert answers.count(429) == 10


def test_what_administrators_change_is_logged(app, store):
    client = paired_client(app)
    client.get("/x/admin")
    client.post("/x/admin")
    client.post("/x/write")

    told = [entry for entry in store.log() if entry.event == "administration"]

    assert [(entry.device, entry.detail) for entry in told] == [
        ("Test browser", "POST /x/admin: 200")
    ]


@pytest.mark.parametrize("body", [b"", b"x=1&" * 100_000])
def test_what_was_refused_pushes_no_change_of_an_administrator_out_of_the_log(
    app, store, body
):
    admin = paired_client(app)
    admin.post("/x/admin")
    guest = paired_client(app, scope=Scope.READ)
    form = "application/x-www-form-urlencoded"

    for _ in range(20):
        guest.post("/x/admin", data=body, content_type=form, headers={HEADER: ""})

    told = [e.event for e in store.log(1000) if e.event.startswith("administration")]
    assert told == ["administration refused"] * 5 + ["administration"]


def test_a_full_disk_turns_nobody_away(app, store, clock, monkeypatch):
    client = paired_client(app)
    clock.advance(timedelta(minutes=2))

    def full(*_: object) -> None:
        raise StorageFullError("the disk is full")

    monkeypatch.setattr(store, "note_use", full)

    assert client.get("/x/read").status_code == 200


def test_nobody_gets_in_while_the_list_of_devices_is_damaged(app, folders):
    client = paired_client(app)
    (folders.data / "access.db").write_bytes(b"no database" * 1000)

    page = client.get("/x/read")
    data = client.get("/api/v1/x/read")

    assert (page.status_code, data.status_code) == (503, 503)
    assert "clara doctor" in page.text
    assert data.json["kind"] == "StorageDamagedError"


def test_many_requests_at_once_are_all_answered(app):
    client = paired_client(app)
    together = threading.Barrier(8)

    def ask(_: int) -> int:
        together.wait()
        own = app.test_client()
        own.set_cookie("__Host-clara", client.token, domain="localhost")
        return own.get("/x/read", base_url="https://localhost").status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {200}


def test_programs_are_told_and_people_are_sent_to_pair(app):
    client = app.test_client()
    script = client.get("/x/read", headers={"Accept": "application/json"})
    person = client.get("/x/read?a=1&b=ü", headers={"Accept": "text/html,*/*"})

    assert (script.status_code, script.json["kind"]) == (401, "NotPairedError")
    assert person.location.startswith("/pair?next=/x/read%3Fa%3D1%26b%3D")
