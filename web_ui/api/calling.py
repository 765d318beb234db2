"""From a request to the call of an endpoint and back."""

from __future__ import annotations

import contextlib
import json
import logging
import math
from typing import TYPE_CHECKING, Any

from flask import Response, g, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from clara_edge.domain.errors import ClaraError
from clara_edge.storage.answers import SqliteAnswers
from web_ui.access.marks import principal
from web_ui.services import services

from .endpoint import Reply
from .problems import (
    ApiError,
    internal_problem,
    invalid,
    problem_of,
)
from .writing import ReplayedError, digest, kept, replay, replayed, request_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .endpoint import Endpoint

_LOGGER = logging.getLogger(__name__)

JSON = "application/json"
BODY_MAX_BYTES = 256 * 1024
_LIST_SEPARATOR = ","


def answered(endpoint: Endpoint, parameters: Mapping[str, str]) -> Response:
    """Answer a request; every failure is a problem, never a stack trace."""
    try:
        arguments = _arguments(endpoint, parameters)
        return _run(endpoint, arguments)
    except HTTPException:
        raise
    except ClaraError as error:
        return problem_of(error)
    except Exception:
        _LOGGER.exception("%s %s failed", endpoint.method, endpoint.path)
        return internal_problem()


def _run(endpoint: Endpoint, arguments: Mapping[str, Any]) -> Response:
    if endpoint.once and (key := request_key()) is not None:
        return _once(endpoint, arguments, key)
    return _called(endpoint, arguments)


def _called(endpoint: Endpoint, arguments: Mapping[str, Any]) -> Response:
    g.writing = None
    try:
        with contextlib.ExitStack() as open_until_answered:
            g.api_call = open_until_answered
            response = response_of(endpoint, endpoint.view(**arguments))
            if g.writing is not None:
                g.writing.finish(response)
    except ReplayedError as again:
        return replayed(again.answer)
    return response


def _once(endpoint: Endpoint, arguments: Mapping[str, Any], key: str) -> Response:
    """Call what cannot be one transaction: claim the key first, answer it afterwards."""
    clock, client = services().clock, principal().id
    with services().stores.lent() as (_store, database):
        answers = SqliteAnswers(database)
        if not answers.begin(client, key, digest(), clock.now()):
            try:
                replay(answers, key)
            except ReplayedError as again:
                return replayed(again.answer)
    try:
        response = _called(endpoint, arguments)
    except ClaraError:
        with services().stores.lent() as (_store, database):
            SqliteAnswers(database).forget(client, key)
        raise
    with services().stores.lent() as (_store, database):
        SqliteAnswers(database).keep(client, key, kept(response), clock.now())
    return response


def response_of(endpoint: Endpoint, result: Any) -> Response:
    """Turn what a view returned into a response."""
    if isinstance(result, Response):
        return result
    headers: Mapping[str, str] = {}
    status = endpoint.status
    if isinstance(result, Reply):
        headers, status = result.headers, result.status or status
        result = result.answer
    if result is None:
        response = Response(status=204 if status == 200 else status)
    else:
        response = Response(encoded(result), status, content_type=JSON)
    response.headers.extend(dict(headers))
    return response


def encoded(answer: BaseModel) -> bytes:
    """Return an answer as JSON."""
    return answer.model_dump_json().encode()


def _arguments(endpoint: Endpoint, parameters: Mapping[str, str]) -> dict[str, Any]:
    arguments: dict[str, Any] = dict(parameters)
    if endpoint.query is not None:
        arguments["query"] = _query(endpoint.query)
    elif request.args:
        raise ApiError(
            400,
            "this address takes no parameters",
            remedy="leave out what follows the question mark",
            kind="RequestInvalidError",
        )
    if endpoint.body is not None:
        arguments["body"] = _body(endpoint.body)
    return arguments


def _query(model: type[BaseModel]) -> BaseModel:
    given: dict[str, Any] = {}
    for name, values in request.args.lists():
        if len(values) > 1:
            raise ApiError(
                400,
                f"the parameter {name[:40]!r} is given {len(values)} times",
                remedy="give it once",
                kind="RequestInvalidError",
            )
        given[name] = values[0]
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise invalid("query", error) from error


def _body(model: type[BaseModel]) -> BaseModel:
    if request.mimetype != JSON:
        raise ApiError(
            415,
            f"the content type {request.mimetype[:60]!r} is not understood",
            remedy=f"send {JSON}",
            headers={"Accept": JSON},
            kind="MediaTypeInvalidError",
        )
    # a body without a length is read by the server into memory, up to a limit of its own
    size = request.content_length or len(request.get_data(cache=True))
    if size > BODY_MAX_BYTES:
        raise ApiError(
            413,
            f"what was sent has {size:,} bytes, the limit is {BODY_MAX_BYTES:,}",
            remedy="send less at once",
            kind="BodyTooLargeError",
        )
    try:
        text = request.get_data(cache=True).decode()
        given = json.loads(text, parse_constant=_no_constant, parse_float=_number)
        return model.model_validate_json(json.dumps(given))
    except ValidationError as error:
        raise invalid("body", error) from error
    # RecursionError: thousands of brackets
    except (ValueError, RecursionError) as error:
        raise ApiError(
            400,
            f"what was sent is not JSON: {str(error)[:100]}",
            remedy="send one JSON object in UTF-8",
            kind="JsonInvalidError",
        ) from error


def _number(text: str) -> float:
    """Return a number; 15.0 is an integer (JSON Schema 2020-12, 4.2.3)."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return int(number) if number.is_integer() else number


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")
