"""defaults.toml and docs/configuration.md are the manual, so they must be complete and true."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from clara_edge.config.keys import Setting, all_settings
from clara_edge.config.layers import DEFAULTS, Places
from clara_edge.config.load import load_layers
from clara_edge.config.toml_lines import key_lines

DOCS = Path(__file__).parents[2] / "docs" / "configuration.md"


def test_defaults_file_states_every_setting_with_its_default() -> None:
    values = tomllib.loads(DEFAULTS.read_text())

    for setting in all_settings().values():
        section, key = setting.path
        default = setting.default
        written = json.loads(json.dumps(default)) if default is not None else ""
        assert values[section][key] == written, setting.key


def test_defaults_file_states_nothing_else() -> None:
    known = {path[:end] for path in all_settings() for end in (1, 2)}

    assert set(key_lines(DEFAULTS.read_text())) <= known


def test_defaults_file_explains_every_setting() -> None:
    lines = DEFAULTS.read_text().splitlines()
    numbers = key_lines("\n".join(lines))

    for path, setting in all_settings().items():
        if setting.is_table:
            continue
        above = numbers[path] - 1
        # settings that belong together share one comment
        while lines[above - 1] and not lines[above - 1].startswith(("#", "[")):
            above -= 1
        assert lines[above - 1].startswith("#"), f"{setting.key} has no comment"


def documented_key(setting: Setting) -> str:
    if not setting.is_table:
        return setting.key
    whose = "PROVIDER" if setting.path[0] == "language_model" else "ENGINE"
    return f"{setting.key}.{whose}"


def test_documentation_lists_every_setting_with_its_default() -> None:
    text = DOCS.read_text()

    for setting in all_settings().values():
        if setting.is_table:
            row = f"| `{documented_key(setting)}` |"
        else:
            shown = json.dumps("" if setting.default is None else setting.default)
            row = f"| `{setting.key}` | `{shown}` |"
        assert row in text, row


def test_documentation_lists_nothing_else() -> None:
    keys = {documented_key(setting) for setting in all_settings().values()}
    rows = [line for line in DOCS.read_text().splitlines() if line.startswith("| `")]

    documented = {row.split("`")[1] for row in rows}
    settings = {
        key for key in documented if "." in key and not key.startswith("CLARA_")
    }

    assert settings == keys


def test_defaults_file_is_the_lowest_layer(tmp_path: Path) -> None:
    nowhere = Places(system=tmp_path / "etc", user=tmp_path / "clara.toml")

    layers = load_layers(environ={}, places=nowhere).layers

    assert [layer.place for layer in layers] == [str(DEFAULTS)]
