"""A chat model behind an OpenAI-compatible endpoint: llama.cpp, vLLM, Ollama, LM Studio, a cloud."""

from __future__ import annotations

import json
import os
import re
import ssl
import time
from contextlib import closing
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field

from clara_edge import __version__
from clara_edge.config.base import Section
from clara_edge.domain.errors import LanguageModelBusyError, LanguageModelError

from .endpoint import Endpoint, is_private, parse_endpoint
from .openai_stream import error_code, lines_of, pieces_of
from .patience import GivenUp, Patience, PatientSocket, connect

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Sequence

    from clara_edge.domain.language_model import ModelRequest
    from clara_edge.ports.engine import EngineContext

    from .patience import AddressInfo

_READ_BYTES = 16 * 1024
_ERROR_BYTES = 4 * 1024
_KEY_BYTES = 4 * 1024
_KEY = re.compile(r"[!-~]+")
# these may go away by themselves: too early, too many, broken, no upstream, overloaded, too slow
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_REMEDIES = {
    400: "it may not know a setting: try another grammar, or see its own log",
    401: "check its key: key_file or key_env",
    403: "check its key: key_file or key_env",
    404: "check its url (it usually ends with /v1) and model",
    429: "it is asked too often: wait, or raise its limits",
}

Timeout = Annotated[float, Field(gt=0.0, le=600.0)]


def _checked(url: str) -> str:
    parse_endpoint(url)
    return url


class Settings(Section):
    """Settings of `openai_compatible`."""

    url: Annotated[str, AfterValidator(_checked)]
    """Its address up to and without /chat/completions, such as http://nas.local:8080/v1."""
    model: str = ""
    """The name of the model there; empty leaves it to the endpoint."""
    key_file: Path | None = None
    """A file that holds the key."""
    key_env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    """An environment variable that holds the key."""
    ca_file: Path | None = None
    """Certificates to trust instead of the system's, for a server of your own."""
    grammar: Literal["gbnf", "json", "none"] = "none"
    """How it is told the form of an answer: llama.cpp's grammar, or only that it is JSON."""
    connect_s: Timeout = 3.0
    first_s: Timeout = 20.0
    """How long it may take to the first piece of its answer."""
    pause_s: Timeout = 10.0
    """How long it may take from one piece to the next."""
    total_s: Timeout = 60.0


class OpenAiCompatibleModel:
    """Streams answers, one connection each; follows no redirects and uses no proxy.

    stream() belongs to one thread; close() may be called from any.
    """

    def __init__(
        self, settings: Settings, monotonic_s: Callable[[], float] = time.monotonic
    ) -> None:
        """Connect nowhere yet."""
        self._settings = settings
        self._endpoint = parse_endpoint(settings.url)
        self._monotonic_s = monotonic_s
        self._tls: ssl.SSLContext | None = None

    def stream(
        self, request: ModelRequest, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield pieces of the answer; see ports.LanguageModel.

        Raises:
            LanguageModelBusyError: it failed before it said anything, which may pass.
            LanguageModelError: it failed.
        """
        patience = Patience(cancelled, self._monotonic_s)
        patience.at_most(self._settings.total_s)
        said = False
        try:
            with closing(self._connected(patience)) as sock:
                response = self._asked(sock, request, patience)
                for piece in pieces_of(lines_of(_chunks(response))):
                    if piece:
                        patience.expect("further word", self._settings.pause_s)
                        said = True
                        yield piece
        except GivenUp:
            return
        except TimeoutError as error:
            raise LanguageModelError(
                f"{error}", remedy=f"is {self._endpoint.authority} overloaded?"
            ) from error
        except ssl.SSLError as error:
            raise self._distrusted(error) from error
        except (HTTPException, OSError) as error:
            raise self._cut(error, said=said) from error

    def close(self) -> None:
        """Do nothing: no connection outlives its answer."""

    def _connected(self, patience: Patience) -> socket.socket:
        endpoint, settings = self._endpoint, self._settings
        patience.expect("connection", settings.connect_s)
        try:
            addresses = patience.resolve(endpoint.host, endpoint.port)
            if not endpoint.encrypted:
                _refuse_public(endpoint, addresses)
            return connect(addresses, patience, self._trust(), endpoint.host)
        except (TimeoutError, ssl.SSLError):
            raise
        except OSError as error:
            raise LanguageModelBusyError(
                f"{endpoint.authority} cannot be reached: {error.strerror or error}",
                remedy="is it on, and its url right?",
            ) from error

    def _trust(self) -> ssl.SSLContext | None:
        if not self._endpoint.encrypted:
            return None
        if self._tls is None:
            file = self._settings.ca_file
            try:
                self._tls = ssl.create_default_context(cafile=file)
            except (OSError, ssl.SSLError) as error:
                raise LanguageModelError(
                    f"ca_file {file} cannot be used: {error}",
                    remedy="it must hold certificates in PEM form",
                ) from error
        return self._tls

    def _asked(
        self, sock: socket.socket, request: ModelRequest, patience: Patience
    ) -> HTTPResponse:
        endpoint, settings = self._endpoint, self._settings
        body = json.dumps(_body(request, settings)).encode()
        headers = {
            "Host": endpoint.authority,
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
            "User-Agent": f"clara-edge/{__version__}",
            "Connection": "close",
        }
        key = _key(settings)
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        connection = HTTPConnection(endpoint.host, endpoint.port)
        # it is connected: http.client only speaks, and waits as patiently as the socket
        connection.sock = PatientSocket(sock, patience)
        patience.expect("first word", settings.first_s)
        connection.request("POST", f"{endpoint.path}/chat/completions", body, headers)
        response = connection.getresponse()
        if response.status != 200:
            raise self._refused(response)
        kind = response.headers.get_content_type()
        if kind != "text/event-stream":
            raise LanguageModelError(
                f"it answers with {kind[:60]!r}, not with a stream of events",
                remedy="is its url that of an OpenAI-compatible endpoint?",
            )
        return response

    def _refused(self, response: HTTPResponse) -> LanguageModelError:
        status = response.status
        if 300 <= status < 400:
            return LanguageModelError(
                f"it answers with a redirect ({status}), which is not followed",
                remedy="write the address that it leads to into url",
            )
        try:
            code = error_code(response.read(_ERROR_BYTES))
        except (HTTPException, ConnectionError):
            code = ""
        what = f"it answers with the error {status}{code and f' ({code})'}"
        remedy = _REMEDIES.get(status, "see its own log")
        if status not in _PASSING:
            return LanguageModelError(what, remedy=remedy)
        again_s = _retry_after_s(response.headers.get("Retry-After"))
        return LanguageModelBusyError(what, remedy=remedy, retry_after_s=again_s)

    def _distrusted(self, error: ssl.SSLError) -> LanguageModelError:
        reason = getattr(error, "verify_message", "") or error.reason or "TLS failed"
        return LanguageModelError(
            f"{self._endpoint.authority} cannot prove who it is: {reason}",
            remedy="for a server of your own, name its certificate in ca_file",
        )

    def _cut(self, error: Exception, *, said: bool) -> LanguageModelError:
        # the text of an HTTPException repeats what the server sent
        reason = getattr(error, "strerror", None) or type(error).__name__
        if said:
            return LanguageModelError(f"its answer was cut in the middle: {reason}")
        return LanguageModelBusyError(f"it gave no answer in HTTP: {reason}")


def create(settings: Settings, _context: EngineContext) -> OpenAiCompatibleModel:
    """Return the model; it connects when it is asked."""
    return OpenAiCompatibleModel(settings)


def destination(settings: Settings) -> str | None:
    """Return the host that gets what is asked; None if it is this device."""
    endpoint = parse_endpoint(settings.url)
    return None if endpoint.is_this_device else endpoint.authority


def _body(request: ModelRequest, settings: Settings) -> dict[str, Any]:
    messages = [{"role": "system", "content": request.instructions}]
    messages += [{"role": str(m.role), "content": m.text} for m in request.messages]
    body: dict[str, Any] = {
        "messages": messages,
        "stream": True,
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
    }
    if settings.model:
        body["model"] = settings.model
    if request.grammar is not None and settings.grammar == "gbnf":
        body["grammar"] = request.grammar
    if request.grammar is not None and settings.grammar == "json":
        body["response_format"] = {"type": "json_object"}
    return body


def _chunks(response: HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read1(_READ_BYTES):
        yield chunk


def _key(settings: Settings) -> str | None:
    """Return the key; it is read anew each time, so that it can be changed."""
    if settings.key_file is not None:
        where = f"the key file {settings.key_file}"
        try:
            with settings.key_file.open("rb") as file:
                raw = file.read(_KEY_BYTES)
        except OSError as error:
            raise LanguageModelError(
                f"{where} cannot be read: {error.strerror or error}",
                remedy="write the key into it, readable for Clara alone",
            ) from error
        text = raw.decode("ascii", "replace")
    elif settings.key_env is not None:
        where = f"the environment variable {settings.key_env}"
        text = os.environ.get(settings.key_env, "")
    else:
        return None
    key = text.strip()
    if not _KEY.fullmatch(key):
        raise LanguageModelError(
            f"{where} holds no key", remedy="it must be one word of ASCII characters"
        )
    return key


def _refuse_public(endpoint: Endpoint, addresses: Sequence[AddressInfo]) -> None:
    for *_, address in addresses:
        if not is_private(str(address[0])):
            raise LanguageModelError(
                f"{endpoint.host} is {address[0]}, which is no private address: what is "
                "said would go there unencrypted",
                remedy="write https:// in its url",
            )


def _retry_after_s(value: str | None) -> float | None:
    """Return what Retry-After asks for, in seconds or as a date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        return max(0.0, until.timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
