"""A running web service: who is revoked on the command line hears nothing more."""

from __future__ import annotations

import http.client
import json
from contextlib import closing

import pytest

from clara_edge.config.clock import SystemClock
from clara_edge.domain.access import DeviceKind, Scope
from clara_edge.storage.access import AccessStore
from tests.web_ui.paired import pair
from tests.web_ui.served import serving


@pytest.mark.soak
def test_revoking_ends_open_streams_and_refuses_the_next_request(tmp_path):
    with serving(tmp_path, filled=False) as served:
        store = AccessStore(served.folders.data, SystemClock())
        device, token = pair(store, DeviceKind.HTTP)
        cookie = {"Cookie": f"clara_http={token}"}
        with (
            closing(connection(served)) as stream,
            closing(connection(served)) as other,
        ):
            stream.request("GET", "/api/v1/events", headers=cookie)
            events = stream.getresponse()
            assert events.readline().startswith(b"retry:")
            other.request("GET", "/inbox", headers=cookie)
            before = answered(other)

            store.revoke(device.id)
            other.request("GET", "/inbox", headers=cookie)
            after = answered(other)
            # the heartbeat is the longest that it can take
            rest = events.read()

    assert (before[0], after[0]) == (200, 303)
    assert b"event: tasks" not in rest


def test_a_real_client_gets_no_further_than_a_test_client(tmp_path):
    with serving(tmp_path, filled=False) as served:
        store = AccessStore(served.folders.data, SystemClock())
        _, cookie = pair(store, DeviceKind.HTTP)
        _, token = store.add_token("script", Scope.READ)
        with closing(connection(served)) as client:
            tries = {
                "rebinding": ("GET", "/inbox", {"Host": "evil.example"}),
                "stranger": ("GET", "/api/v1/tasks", {}),
                "reader": (
                    "GET",
                    "/api/v1/tasks",
                    {"Authorization": f"Bearer {token}"},
                ),
                "writer": (
                    "POST",
                    "/api/v1/tasks",
                    {"Authorization": f"Bearer {token}"},
                ),
                "elsewhere": (
                    "POST",
                    "/tasks",
                    {"Cookie": f"clara_http={cookie}", "Origin": "http://evil.example"},
                ),
            }
            told = {}
            for name, (method, path, headers) in tries.items():
                body = json.dumps({"title": "x"}) if method == "POST" else None
                content = {"Content-Type": "application/json"} if body else {}
                client.request(method, path, body, {**headers, **content})
                told[name] = answered(client)[0]

    assert told == {
        "rebinding": 400,
        "stranger": 401,
        "reader": 200,
        "writer": 403,
        "elsewhere": 403,
    }


def connection(served) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)


def answered(client: http.client.HTTPConnection) -> tuple[int, bytes]:
    answer = client.getresponse()
    return answer.status, answer.read()
