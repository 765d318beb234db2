"""Every endpoint of the JSON API: what it takes, what it returns, who may call it.

@api.route("POST", "/talk/offer", scope=Scope.WRITE, secure=True, body=OfferBody,
           returns=AnswerBody, summary="Begin to talk")
def offer(body: OfferBody) -> AnswerBody: ...

The names in the path, `body` and `query` become the arguments of the function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint
from werkzeug.routing import BaseConverter

from web_ui.access.marks import access, public

from .calling import answered
from .endpoint import Answer, Body, Empty, Endpoint, Params, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.sansio.blueprints import BlueprintSetupState
    from flask.typing import ResponseReturnValue

__all__ = ["Answer", "Api", "Body", "Empty", "Endpoint", "Params", "Reply", "api"]

PREFIX = "/api/v1"


class Api:
    """Endpoints in the order in which they were registered."""

    def __init__(self) -> None:
        self.endpoints: list[Endpoint] = []

    def route(
        self, method: str, path: str, **described: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a function as an endpoint; see Endpoint for what can be described.

        `scope` must be given (None: for everybody); `summary` is the first line of the
        docstring, and `tag` the first piece of the path, unless given.
        """
        described.setdefault("tag", path.strip("/").split("/")[0])
        if "errors" in described:
            described["errors"] = frozenset(described["errors"])

        def register(view: Callable[..., Any]) -> Callable[..., Any]:
            described.setdefault("summary", _first_line(view))
            self.endpoints.append(Endpoint(method, path, view, **described))
            return view

        return register

    def blueprint(self) -> Blueprint:
        """Return everything that was registered."""
        pages = Blueprint("api", __name__, url_prefix=PREFIX)
        pages.record_once(_add_converter)
        for endpoint in self.endpoints:
            pages.add_url_rule(
                endpoint.path.replace("<task>", "<task_reference:task>"),
                endpoint.name,
                _view(endpoint),
                methods=[endpoint.method],
                provide_automatic_options=False,
            )
        return pages


class _TaskReference(BaseConverter):
    """A piece of a path that is not the name of what is done to several tasks."""

    regex = r"(?!(?:batch|understand)\Z)[^/]+"


def _add_converter(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["task_reference"] = _TaskReference


def _first_line(view: Callable[..., Any]) -> str:
    return (view.__doc__ or view.__name__).strip().split("\n")[0].rstrip(".")


def _view(endpoint: Endpoint) -> Callable[..., ResponseReturnValue]:
    def view(**parameters: str) -> ResponseReturnValue:
        return answered(endpoint, parameters)

    view.__name__ = endpoint.name
    if endpoint.scope is None:
        return public(view)
    return access(endpoint.scope, secure=endpoint.secure)(view)


api = Api()
