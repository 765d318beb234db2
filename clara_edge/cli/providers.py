"""How the language model's providers do, for `clara status` and `clara doctor model`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState
    from clara_edge.control.status import DaemonStatus


def provider_facts(
    daemon: DaemonStatus | None, state: CliState
) -> list[dict[str, Any]]:
    """Return the daemon's own figures; without one, what is known beforehand."""
    if daemon is not None and daemon.language_model:
        return [line.model_dump(mode="json") for line in daemon.language_model]
    from clara_edge.engines.llm.build import build_language_model
    from clara_edge.engines.llm.told import told
    from clara_edge.models.context import engine_context

    context = engine_context(state.config, state.folders)
    return [told(s) for s in build_language_model(state.config, context).status()]


def provider_details(provider: dict[str, Any]) -> str:
    """Return who it is, what it may see, and how it does."""
    parts = [provider["name"], provider["label"]]
    if not provider["may_see_tasks"]:
        parts.append("sees no tasks")
    if provider["first_ms"] is not None:
        parts.append(
            f"begins in {provider['first_ms']:.0f} ms, ends in {provider['whole_ms']:.0f} ms"
        )
    if provider["requests"]:
        parts.append(f"{provider['errors']} of {provider['requests']} failed")
    problem = provider["absent"] or (provider["errors"] and provider["last_error"])
    details = ", ".join(parts)
    return f"{details}: {problem}" if problem else details
