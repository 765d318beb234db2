"""The daemon's language model as seen from another process, over a real socket."""

from __future__ import annotations

import pytest

from clara_edge.control.model import DaemonModel, as_params, as_request
from clara_edge.control.protocol import Request, check_params
from clara_edge.dialogue import prompts
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import LanguageModelAbsentError, LanguageModelError
from tests.clocks import START

REQUEST = prompts.chat("how are you", Conversation("c"), START)


@pytest.mark.parametrize(
    "request_",
    [
        REQUEST,
        prompts.unsure("x" * 5_000, [], START),
        prompts.breakdown("party", START),
        prompts.suggest("what next", [], START),
    ],
)
def test_every_request_survives_the_way_over_the_socket(request_):
    sent = Request(id=1, method="model", params=as_params(request_))

    assert as_request(check_params(sent)) == request_


def test_without_a_daemon_there_is_no_model(tmp_path):
    model = DaemonModel(tmp_path / "none.sock", 1.0)

    with pytest.raises(LanguageModelAbsentError, match="not running"):
        list(model.stream(REQUEST, lambda: False))


def test_a_daemon_that_has_none_gives_the_reason(running):
    model = DaemonModel(running.path, 1.0)

    # a daemon of before there was such a method
    with pytest.raises(LanguageModelError, match="unknown method 'model'"):
        list(model.stream(REQUEST, lambda: False))


def test_nobody_is_asked_once_it_is_cancelled(tmp_path):
    model = DaemonModel(tmp_path / "none.sock", 1.0)

    assert list(model.stream(REQUEST, lambda: True)) == []
