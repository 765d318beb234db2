"""Several providers in order of preference, as one language model."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from clara_edge.domain.errors import LanguageModelAbsentError, LanguageModelError
from clara_edge.domain.language_model import ModelState

from .cache import CachedLanguageModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clara_edge.domain.language_model import ModelRequest

    from .guarded import GuardedProvider, ProviderStatus

_COMMAND = "run: "


class LanguageModels:
    """The configured providers behind one cache; what `language_model` of a process is.

    stream() and close() belong to one thread; state() and status() may be called from
    any, and load nothing.
    """

    def __init__(
        self,
        providers: Sequence[GuardedProvider],
        *,
        max_s: float,
        keep_s: float = 0.0,
        off: str | None = None,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask nobody yet.

        Args:
            providers: in order of preference.
            max_s: the longest time for one answer, whoever gives it.
            keep_s: how long an answer that touches no tasks is given again.
            off: what turned language models off, where something did.
            monotonic_s: a clock that never steps back.
        """
        self._providers = () if off else tuple(providers)
        self._off = off
        self._cached = CachedLanguageModel(
            Failover(self._providers, max_s, monotonic_s, off), keep_s, monotonic_s
        )

    def stream(
        self, request: ModelRequest, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield pieces of the first answer that can be had; see ports.LanguageModel."""
        return self._cached.stream(request, cancelled)

    def state(self) -> ModelState:
        """Tell whether somebody can be asked, and what to install where nobody can."""
        absences = [(p, p.absence()) for p in self._providers]
        there = [p for p, absence in absences if absence is None]
        remedies = [a.remedy for _, a in absences if a is not None and a.remedy]
        commands = [r for r in remedies if r.startswith(_COMMAND)]
        return ModelState(
            ready=bool(there),
            install="" if there or not commands else commands[0][len(_COMMAND) :],
            sees_tasks=any(p.facts.may_see_tasks for p in there),
        )

    def status(self) -> tuple[ProviderStatus, ...]:
        """Return how each provider does, in order of preference."""
        return tuple(provider.status() for provider in self._providers)

    def forget(self) -> None:
        """Forget kept answers; from any thread."""
        self._cached.forget()

    def close(self) -> None:
        """Give memory back. Idempotent."""
        self._cached.close()


class Failover:
    """Ask the next provider when one fails before it said anything."""

    def __init__(
        self,
        providers: Sequence[GuardedProvider],
        max_s: float,
        monotonic_s: Callable[[], float],
        off: str | None = None,
    ) -> None:
        """Take the providers in order of preference; off says why there is none."""
        self._providers = providers
        self._max_s = max_s
        self._monotonic_s = monotonic_s
        self._off = off

    def stream(
        self, request: ModelRequest, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield pieces of the first answer that can be had; end early once cancelled.

        Raises:
            LanguageModelAbsentError: there is none that may be asked this.
            LanguageModelError: each failed, for the reasons that it names; or one did
                after it had said something.
        """
        until_s = self._monotonic_s() + self._max_s
        failures: list[tuple[str, LanguageModelError]] = []
        for provider in self._providers:
            if cancelled() or self._monotonic_s() >= until_s:
                break
            if request.touches_tasks and not provider.facts.may_see_tasks:
                failures.append((provider.facts.name, _kept_from(provider)))
                continue
            said = False
            try:
                for piece in provider.stream(request, cancelled, until_s):
                    said = True
                    yield piece
            except LanguageModelError as error:
                if said:
                    raise
                failures.append((provider.facts.name, error))
            else:
                return
        if not cancelled():
            raise self._error(failures)

    def close(self) -> None:
        """Close every provider. Idempotent."""
        for provider in self._providers:
            provider.close()

    def _error(
        self, failures: Sequence[tuple[str, LanguageModelError]]
    ) -> LanguageModelError:
        if not failures:
            return LanguageModelAbsentError(
                f"no language model is asked: {self._off or 'none is configured'}",
                remedy="see language_model in the settings: clara config show",
            )
        reasons = "; ".join(f"{name}: {error.what}" for name, error in failures)
        remedies = [error.remedy for _, error in failures if error.remedy]
        absent = all(isinstance(e, LanguageModelAbsentError) for _, e in failures)
        kind = LanguageModelAbsentError if absent else LanguageModelError
        remedy = remedies[0] if remedies else "see `clara status`"
        return kind(f"no language model can answer ({reasons})", remedy=remedy)


def _kept_from(provider: GuardedProvider) -> LanguageModelAbsentError:
    name = provider.facts.name
    return LanguageModelAbsentError(
        "may not see tasks",
        remedy=f"allow it: language_model.options.{name}.may_see_tasks = true",
    )
