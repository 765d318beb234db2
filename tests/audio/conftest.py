"""An ALSA device that has the limits and faults of real ones, built from odd_card.c."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = Path(__file__).with_name("odd_card.c")


@pytest.fixture(scope="session")
def odd_plugin(tmp_path_factory) -> Path:
    library = tmp_path_factory.mktemp("alsa") / "libasound_module_pcm_clara_odd.so"
    command = ["cc", "-shared", "-fPIC", "-DPIC", "-O1", "-o", library, SOURCE]
    try:
        subprocess.run([*command, "-lasound", "-lm"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        output = getattr(error, "stderr", b"").decode()
        reason = f"no C compiler or no libasound2-dev: {error} {output}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return library


@pytest.fixture
def odd_card(odd_plugin, tmp_path, monkeypatch) -> Callable[..., str]:
    """Return a function that defines a device and returns its ALSA name."""

    def define(**settings: str | int) -> str:
        lines = "\n".join(f"  {key} {value}" for key, value in settings.items())
        config = tmp_path / "asound.conf"
        config.write_text(
            "</usr/share/alsa/alsa.conf>\n"
            f'pcm_type.clara_odd {{ lib "{odd_plugin}" }}\n'
            f"pcm.odd {{\n  type clara_odd\n{lines}\n"
            '  hint { show on description "Odd Card, USB Audio" }\n}\n'
        )
        monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))
        return "odd"

    return define
