"""Errors of the API as problem details (RFC 9457)."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response
from pydantic import BaseModel, ConfigDict, ValidationError

from clara_edge.domain.errors import (
    ClaraError,
    DaemonUnreachableError,
    DeviceAbsentError,
    DeviceRefusedError,
    DeviceUnknownError,
    InputInvalidError,
    NameTakenError,
    NothingToUndoError,
    ParentInvalidError,
    ProjectNotFoundError,
    RequestRefusedError,
    StorageFullError,
    TagNotFoundError,
    TaskNotFoundError,
    TaskStateError,
    TemplateNotFoundError,
    UndoConflictError,
)
from web_ui.error_words import told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from werkzeug.exceptions import HTTPException

_LOGGER = logging.getLogger(__name__)

MEDIA = "application/problem+json"
RETRY_AFTER_S = 5

_STATUSES: Sequence[tuple[tuple[type[ClaraError], ...], int]] = (
    (
        (
            DeviceUnknownError,
            TaskNotFoundError,
            ProjectNotFoundError,
            TagNotFoundError,
            TemplateNotFoundError,
        ),
        404,
    ),
    (
        (
            NameTakenError,
            NothingToUndoError,
            ParentInvalidError,
            TaskStateError,
            UndoConflictError,
            RequestRefusedError,
            DeviceAbsentError,
            DeviceRefusedError,
        ),
        409,
    ),
    ((InputInvalidError,), 422),
    ((StorageFullError,), 507),
    ((DaemonUnreachableError,), 503),
)
# What was read wrong is told in a few lines, however much was wrong.
_MOST_FAULTS = 20
_LONGEST = 300


class Fault(BaseModel):
    """One thing that is wrong with what was sent."""

    model_config = ConfigDict(frozen=True)

    at: str
    """Where: "body.tags.2", "query.limit", "path.task"."""
    message: str


class Problem(BaseModel):
    """What every error answer holds."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: str
    """The status in words."""
    status: int
    detail: str
    """What failed, with which value."""
    kind: str
    """The class of the error, for programs."""
    remedy: str | None = None
    """What to do."""
    faults: list[Fault] = []


class ApiError(ClaraError):
    """An error of the protocol itself."""

    def __init__(
        self,
        status: int,
        what: str,
        *,
        remedy: str | None = None,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        kind: str | None = None,
    ) -> None:
        super().__init__(what, remedy=remedy)
        self.status = status
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.kind = kind


def status_of(error: ClaraError) -> int:
    """Return the status that an error is answered with."""
    if isinstance(error, ApiError):
        return error.status
    for kinds, status in _STATUSES:
        if isinstance(error, kinds):
            return status
    return 503


def problem_of(error: ClaraError) -> Response:
    """Return the answer to a request that failed."""
    status = status_of(error)
    headers = dict(error.headers) if isinstance(error, ApiError) else {}
    if status == 503:
        headers.setdefault("Retry-After", str(RETRY_AFTER_S))
    kind = error.kind if isinstance(error, ApiError) else None
    what, remedy = told(error)
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=what,
        kind=kind or type(error).__name__,
        remedy=remedy,
        faults=list(error.faults) if isinstance(error, ApiError) else [],
    )
    return respond(problem, headers)


def problem_of_http(error: HTTPException) -> Response:
    """Return the answer to what Flask or a guard before the view refused."""
    status = error.code or 500
    phrase = HTTPStatus(status).phrase
    given = error.description if isinstance(error.description, str) else ""
    problem = Problem(
        title=phrase,
        status=status,
        detail=_DETAILS.get(status) or given or phrase.lower(),
        kind=f"{type(error).__name__}Error",
    )
    kept = {"allow", "retry-after", "www-authenticate", "location"}
    headers = {k: v for k, v in error.get_headers() if k.lower() in kept}
    return respond(problem, headers)


def internal_problem() -> Response:
    """Return the answer to a mistake of ours, which the log describes."""
    return respond(
        Problem(
            title=HTTPStatus.INTERNAL_SERVER_ERROR.phrase,
            status=500,
            detail="the web service failed on this request",
            kind="InternalError",
            remedy="its log says more",
        ),
        {},
    )


def respond(problem: Problem, headers: Mapping[str, str]) -> Response:
    """Return a problem as a response."""
    body = json.dumps(problem.model_dump(), ensure_ascii=True)
    response = Response(body, problem.status, content_type=MEDIA)
    response.headers.extend(dict(headers))
    return response


def invalid(part: str, error: ValidationError) -> ApiError:
    """Return the error for what does not fit its schema."""
    details = error.errors(include_url=False, include_input=False)
    faults = [_fault(part, details_of_one) for details_of_one in details[:_MOST_FAULTS]]
    return ApiError(
        400,
        f"the {part} does not fit: {faults[0].at}: {faults[0].message}",
        remedy="see /api/v1/openapi.json",
        faults=faults,
        kind="RequestInvalidError",
    )


def _fault(part: str, details: Any) -> Fault:
    where = ".".join([part, *(str(piece)[:60] for piece in details["loc"])])
    return Fault(at=where[:_LONGEST], message=str(details["msg"])[:_LONGEST].lower())


_DETAILS = {
    404: "there is nothing at this address",
    405: "this address has no such method",
    413: "what was sent is too large",
}
