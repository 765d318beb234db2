"""Writing tasks for a request: what it changes and what it is answered are one transaction."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Response, g, request

from clara_edge.storage.answers import KeptAnswer, SqliteAnswers
from web_ui.access.marks import principal
from web_ui.services import services

from .problems import ApiError

if TYPE_CHECKING:
    import contextlib

    from clara_edge.storage.store import SqliteTaskStore

KEY_HEADER = "Idempotency-Key"
STEP_HEADER = "Clara-Step"
REPLAYED_HEADER = "Clara-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_KEPT_HEADERS = ("ETag", "Location", STEP_HEADER)


class ReplayedError(Exception):
    """This request was answered before."""

    def __init__(self, answer: KeptAnswer) -> None:
        super().__init__()
        self.answer = answer


@dataclass(slots=True)
class Writing:
    """The open transaction of the present request."""

    store: SqliteTaskStore
    answers: SqliteAnswers
    key: str | None
    step_before: int

    def finish(self, response: Response) -> None:
        """Tell which step was made, and keep the answer in the same transaction."""
        steps = self.store.history(limit=1)
        if steps and steps[0].id > self.step_before:
            response.headers[STEP_HEADER] = str(steps[0].id)
        if self.key is not None:
            self.answers.keep(
                principal().id, self.key, kept(response), services().clock.now()
            )


def writing() -> SqliteTaskStore:
    """Return the store in which this request changes tasks.

    From the first call on, nobody else writes until the request is answered; if it fails,
    nothing is changed. What takes long comes before.

    Raises:
        ReplayedError: the request was done before; whoever calls views handles it.
        ApiError: its key was used for another request.
    """
    begun: Writing | None = g.get("writing")
    if begun is not None:
        return begun.store
    stack = cast("contextlib.ExitStack", g.api_call)
    store, database = stack.enter_context(services().stores.lent())
    answers = SqliteAnswers(database)
    stack.enter_context(store.together())
    key = request_key()
    if key is not None:
        replay(answers, key)
    steps = store.history(limit=1)
    g.writing = Writing(store, answers, key, steps[0].id if steps else 0)
    return store


def request_key() -> str | None:
    """Return the idempotency key of the request.

    Raises:
        ApiError: it is none.
    """
    key = request.headers.get(KEY_HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise ApiError(
            400,
            f"the header {KEY_HEADER} has to be 1 to 200 visible ASCII characters",
            remedy="use a random one, for example a UUID",
            kind="KeyInvalidError",
        )
    return key


def replay(answers: SqliteAnswers, key: str) -> None:
    """Raise what a request was answered before, if it was."""
    found = answers.find(principal().id, key)
    if found is None:
        return
    if found.request != digest():
        raise ApiError(
            422,
            f"the {KEY_HEADER} was used for another request",
            remedy="use a new key for each request",
            kind="KeyReusedError",
        )
    if found.status is None:
        raise ApiError(
            409,
            "this request was begun before, and is not known to have been done",
            remedy="look whether it was done before you send it again with a new key",
            kind="RequestUnfinishedError",
        )
    raise ReplayedError(found)


def digest() -> str:
    """Return what tells two requests apart."""
    what = f"{request.method} {request.full_path}\n".encode()
    return hashlib.sha256(what + request.get_data(cache=True)).hexdigest()


def kept(response: Response) -> KeptAnswer:
    """Return an answer as it is kept."""
    headers = {n: response.headers[n] for n in _KEPT_HEADERS if n in response.headers}
    headers["Content-Type"] = response.headers.get("Content-Type", "")
    return KeptAnswer(digest(), response.status_code, headers, response.get_data())


def replayed(answer: KeptAnswer) -> Response:
    """Return an answer again."""
    response = Response(answer.body, answer.status)
    del response.headers["Content-Type"]
    for name, value in answer.headers.items():
        if value:
            response.headers[name] = value
    response.headers[REPLAYED_HEADER] = "true"
    return response
