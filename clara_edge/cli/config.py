"""`clara config`: show the effective settings, find mistakes in them, change them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.cli.main import CliState
    from clara_edge.config.keys import KeyPath
    from clara_edge.config.load import LoadedConfig


@click.group()
def config() -> None:
    """Show, check and change the settings."""


@config.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@click.option("--origin", is_flag=True, help="Tell where each setting was written.")
@click.pass_obj
def show(state: CliState, as_json: bool, origin: bool) -> None:
    """Print the settings that are in force."""
    loaded = _load(state)
    values = _masked(loaded.config.model_dump(mode="json"))
    rows = [
        (".".join(path), value, loaded.where(path)) for path, value in _leaves(values)
    ]
    if as_json:
        told = {key: {"value": value, "origin": where} for key, value, where in rows}
        click.echo(json.dumps(told if origin else values, indent=2))
        return
    _table(rows, origin=origin)
    if not origin:
        click.secho("clara config show --origin tells where each was written", dim=True)


@config.command()
@click.pass_obj
def check(state: CliState) -> None:
    """Find every mistake in the settings, the engines' own included."""
    from clara_edge.config.engines import validate_engine_options
    from clara_edge.config.providers import validate_providers
    from clara_edge.config.report import invalid

    loaded = _load(state)
    problems = [
        *validate_engine_options(loaded.config, loaded.where),
        *validate_providers(loaded.config.language_model, loaded.where),
    ]
    if problems:
        raise invalid(problems)
    click.echo("the configuration is fine; it comes from")
    for layer in loaded.layers:
        click.echo(f"  {layer.place}")
    for problem in loaded.ignored:
        click.echo(f"left out: {problem}")


@config.command("set")
@click.argument("key")
@click.argument("value")
@click.pass_obj
def set_(state: CliState, key: str, value: str) -> None:
    """Keep a value for a setting, as the page Settings does.

    Text needs no quotes, and a list may be written with commas.
    """
    from clara_edge.config.values import parse_value

    path = tuple(key.split("."))
    _choose(state, path, parse_value(path, value))


@config.command()
@click.argument("key")
@click.pass_obj
def unset(state: CliState, key: str) -> None:
    """Forget what was chosen for a setting; what is written elsewhere counts again."""
    from clara_edge.config.chosen import RESET

    _choose(state, tuple(key.split(".")), RESET)


def _choose(state: CliState, path: KeyPath, value: Any) -> None:
    from clara_edge.config.chosen import choose
    from clara_edge.config.report import is_secret, show

    loaded = choose({path: value}, state.sources)
    key, now = ".".join(path), _value_at(loaded, path)
    click.echo(f"{key} is now {'hidden' if is_secret(path) else show(path, now)}")
    click.secho(_effect(state, path), dim=True)


def _value_at(loaded: LoadedConfig, path: KeyPath) -> Any:
    value: Any = loaded.config.model_dump(mode="json")
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _effect(state: CliState, path: KeyPath) -> str:
    """Have the running voice service take it over; tell what it does not."""
    from clara_edge.config.effects import Effect, effect_of
    from clara_edge.control.client import ControlClient
    from clara_edge.domain.errors import DaemonUnreachableError

    effect = effect_of(path)
    if effect is Effect.NEXT:
        return "it counts from the next use on"
    if effect is Effect.WEB:
        return "the web pages take it over when they are started again"
    try:
        with ControlClient(state.folders.control_socket) as client:
            told = client.call("reload")
    except DaemonUnreachableError:
        return "it counts from the next start on"
    if told["restart"]:
        return "the voice service takes it over when it is started again: clara restart"
    return "the voice service has taken it over"


def _load(state: CliState) -> LoadedConfig:
    return state.sources.load()


def _masked(values: dict[str, Any], path: KeyPath = ()) -> dict[str, Any]:
    """Hide what looks like a key: what is shown may be shown to others."""
    from clara_edge.config.report import MASKED, is_secret

    masked: dict[str, Any] = {}
    for name, value in values.items():
        here = (*path, name)
        if isinstance(value, dict):
            masked[name] = _masked(value, here)
        else:
            masked[name] = MASKED if is_secret(here) else value
    return masked


def _leaves(
    values: dict[str, Any], path: KeyPath = ()
) -> Iterator[tuple[KeyPath, Any]]:
    for name, value in values.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*path, name))
        else:
            yield (*path, name), value


def _table(rows: list[tuple[str, Any, str]], *, origin: bool) -> None:
    # TOML has no null: what is left open is written as an empty text
    texts = [
        (k, json.dumps("" if v is None else v, ensure_ascii=False)) for k, v, _ in rows
    ]
    key_width = max(len(key) for key, _ in texts)
    value_width = max(len(text) for _, text in texts)
    for (key, text), (_, _, where) in zip(texts, rows, strict=True):
        line = f"{key:{key_width}}  {text}"
        if not origin:
            click.echo(line)
            continue
        place = click.style(where, dim=where == "default")
        click.echo(f"{line:{key_width + 2 + value_width}}  {place}")
