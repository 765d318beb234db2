"""What describes an endpoint, and the bases of what it takes and returns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from web_ui.access.marks import Scope

_PARAMETER = re.compile(r"<(\w+)>")


class Body(BaseModel):
    """Base of what is sent: no unknown fields, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Params(BaseModel):
    """Base of what follows the question mark: no unknown names; texts become numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(BaseModel):
    """Base of what is returned."""

    model_config = ConfigDict(frozen=True)


class Empty(Answer):
    """Nothing: 204."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with headers of its own, or with another status."""

    answer: BaseModel | None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path."""

    method: str
    path: str
    """With <names>, without the prefix."""
    view: Callable[..., Any]
    summary: str
    tag: str
    scope: Scope | None
    secure: bool = False
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    returns: type[BaseModel] | None = None
    status: int = 200
    media: str = "application/json"
    """Of the answer; a view of another type returns a response of its own."""
    errors: frozenset[int] = frozenset()
    """Statuses of its own, besides those that every endpoint may answer."""
    etag: bool = False
    """Whether its answer carries an ETag."""
    if_match: bool = False
    """Whether it heeds If-Match; with status 428 among its errors, it must be sent."""
    once: bool = False
    """Whether it heeds Idempotency-Key by claiming the key before it runs: for what
    changes more than the task database. Endpoints that write tasks with writing() heed it
    in the same transaction."""
    keyed: bool = False
    """Whether it heeds Idempotency-Key in the transaction of writing()."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the names in its path."""
        return tuple(_PARAMETER.findall(self.path))

    @property
    def name(self) -> str:
        """Return its name in the description and in url_for()."""
        return self.view.__name__
