"""`clara config`: show the effective settings and find mistakes in them."""

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
    """Show and check the settings."""


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


def _load(state: CliState) -> LoadedConfig:
    from clara_edge.config.load import load_layers

    return load_layers(file=state.file, overrides=state.overrides)


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
