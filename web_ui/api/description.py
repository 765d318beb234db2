"""The OpenAPI description of the API, made from the registry."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response, request
from pydantic.json_schema import models_json_schema

from clara_edge import __version__
from web_ui.access.marks import Scope

from .calling import JSON
from .problems import MEDIA as PROBLEM
from .problems import Problem
from .registry import PREFIX, api
from .writing import KEY_HEADER, STEP_HEADER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

    from .endpoint import Endpoint

_REFERENCES = "#/components/schemas/{model}"
_PATH = re.compile(r"<(\w+)>")
_EVERY = frozenset({400, 500, 503})
_GUARDED = frozenset({401, 403, 429})
_VERSIONED = {
    "If-Match": "The ETag of the version that is to be changed, or *.",
    KEY_HEADER: "Repeating a request with the same key does it only once.",
}
_ABOUT = """Clara's tasks for programs on the home network.

Errors are problem details (RFC 9457) with `detail`, `kind`, `remedy` and `faults`.
Requests that write may carry an Idempotency-Key: repeated with the same key, they are done
once and answered alike for 14 days. What was changed is told in the header Clara-Step, for
undo. Versions are strong ETags; a change needs If-Match."""


@api.route("GET", "/openapi.json", scope=None, tag="description", media=JSON)
def openapi() -> Response:
    """Describe this API (OpenAPI 3.1)."""
    body, tag = _written()
    response = Response(body, content_type=JSON)
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def document() -> dict[str, Any]:
    """Return the description."""
    _, schemas = models_json_schema(
        [*_models(api.endpoints)], ref_template=_REFERENCES, title=None
    )
    paths: dict[str, Any] = {}
    for endpoint in api.endpoints:
        path = _PATH.sub(r"{\1}", endpoint.path)
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Clara Edge",
            "version": __version__,
            "description": _ABOUT,
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}, {"https": []}, {"http": []}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "responses": {
                _named(status): _failure(status)
                for status in sorted({s for e in api.endpoints for s in statuses(e)})
            },
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "https": {"type": "apiKey", "in": "cookie", "name": "__Host-clara"},
                "http": {"type": "apiKey", "in": "cookie", "name": "clara_http"},
            },
        },
    }


def statuses(endpoint: Endpoint) -> list[int]:
    """Return the statuses of the errors that an endpoint may answer."""
    found = set(_EVERY | endpoint.errors)
    if endpoint.scope is not None:
        found |= _GUARDED
    if endpoint.method not in {"GET", "HEAD"}:
        found |= {403}
    if endpoint.body is not None:
        found |= {413, 415}
    if endpoint.keyed or endpoint.once:
        found |= {409, 422, 507}
    return sorted(found)


@functools.lru_cache(maxsize=1)
def _written() -> tuple[bytes, str]:
    body = json.dumps(document()).encode()
    return body, hashlib.sha256(body).hexdigest()[:20]


def _models(endpoints: Sequence[Endpoint]) -> list[tuple[type[BaseModel], Any]]:
    found: dict[tuple[type[BaseModel], str], None] = {(Problem, "serialization"): None}
    for endpoint in endpoints:
        if endpoint.body is not None:
            found[endpoint.body, "validation"] = None
        if endpoint.returns is not None:
            found[endpoint.returns, "serialization"] = None
    return list(found)


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "tags": [endpoint.tag],
        "parameters": _parameters(endpoint),
        "responses": {
            str(endpoint.status): _success(endpoint),
            **{
                str(status): {"$ref": f"#/components/responses/{_named(status)}"}
                for status in statuses(endpoint)
            },
        },
    }
    about = []
    if endpoint.scope is None:
        operation["security"] = []
    else:
        operation["x-scope"] = Scope(endpoint.scope).label
        about.append(f"Scope: {Scope(endpoint.scope).label}.")
    if endpoint.secure:
        about.append("Over HTTPS only.")
    if endpoint.once:
        about.append(
            f"The {KEY_HEADER} is noted before it runs: after a crash in between, "
            "repeating it is refused (409)."
        )
    operation["description"] = " ".join(about) or endpoint.summary
    if endpoint.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {JSON: {"schema": _reference(endpoint.body)}},
        }
    return operation


def _success(endpoint: Endpoint) -> dict[str, Any]:
    found: dict[str, Any] = {"description": HTTPStatus(endpoint.status).phrase}
    headers = {}
    if endpoint.etag:
        headers["ETag"] = "The version of what is answered."
    if endpoint.keyed:
        headers[STEP_HEADER] = "The step that was made, for undo."
    if headers:
        found["headers"] = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in headers.items()
        }
    if endpoint.returns is not None:
        found["content"] = {JSON: {"schema": _reference(endpoint.returns)}}
    elif endpoint.status != 204:
        schema = {"type": "object"} if endpoint.media == JSON else {"type": "string"}
        found["content"] = {endpoint.media: {"schema": schema}}
    return found


def _named(status: int) -> str:
    return HTTPStatus(status).name.title().replace("_", "")


def _failure(status: int) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {PROBLEM: {"schema": _reference(Problem)}},
    }


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    text = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^/]+$"}
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": text}
        for name in endpoint.parameters
    ]
    if endpoint.query is not None:
        schema = endpoint.query.model_json_schema()
        required = schema.get("required", ())
        found += [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "schema": _plain(part),
            }
            for name, part in schema["properties"].items()
        ]
    headers = (["If-Match"] if endpoint.if_match else []) + (
        [KEY_HEADER] if endpoint.keyed or endpoint.once else []
    )
    for name in headers:
        found.append(
            _header(name, required=name == "If-Match" and 428 in endpoint.errors)
        )
    return found


def _header(name: str, *, required: bool) -> dict[str, Any]:
    pattern = r'^(\*|"[A-Za-z0-9]{1,40}")$' if name == "If-Match" else r"^[!-~]{1,200}$"
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": _VERSIONED[name],
        "schema": {"type": "string", "pattern": pattern},
    }


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a query parameter's schema: what may be left out is not null there."""
    options = [o for o in schema.get("anyOf", ()) if o.get("type") != "null"]
    if len(options) != 1:
        return schema
    rest = {k: v for k, v in schema.items() if k not in {"anyOf", "default"}}
    return {**rest, **options[0]}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REFERENCES.format(model=model.__name__)}
