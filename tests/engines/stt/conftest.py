from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import soundfile

from clara_edge.domain.errors import ModelMissingError
from clara_edge.engines.stt import sherpa_offline, sherpa_online
from clara_edge.ports.engine import EngineContext
from tests.engines.stt import tone_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from clara_edge.models.store import ModelStore

MOONSHINE = "moonshine-tiny-en"


@dataclass
class FolderModels:
    """Packs that are plain folders below one."""

    root: Path

    def folder(self, pack: str) -> Path:
        if not (self.root / pack).is_dir():
            raise ModelMissingError(f"the model pack {pack} is not installed")
        return self.root / pack


@pytest.fixture(scope="session")
def stt_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stt-cache")


@pytest.fixture(scope="session")
def tones(tmp_path_factory: pytest.TempPathFactory, stt_cache: Path) -> EngineContext:
    """The three streaming layouts as packs that read tones."""
    root = tmp_path_factory.mktemp("tones")
    tone_model.build_zipformer2_ctc(root / "zipformer2_ctc")
    tone_model.build_nemo_ctc(root / "nemo_ctc")
    tone_model.build_transducer(root / "transducer")
    return EngineContext(FolderModels(root), stt_cache, threads=1)


@pytest.fixture(scope="session")
def tone_recognizer(
    tones: EngineContext,
) -> Iterator[sherpa_online.SherpaOnlineRecognizer]:
    settings = sherpa_online.Settings(model="zipformer2_ctc")
    recognizer = sherpa_online.create(settings, tones)
    yield recognizer
    recognizer.close()


@pytest.fixture(scope="session")
def moonshine_folder(model_store: ModelStore) -> Path:
    return model_store.folder(MOONSHINE)


@pytest.fixture(scope="session")
def moonshine(
    moonshine_folder: Path, stt_cache: Path
) -> Iterator[sherpa_offline.SherpaOfflineRecognizer]:
    context = EngineContext(FolderModels(moonshine_folder.parent), stt_cache, threads=1)
    recognizer = sherpa_offline.create(sherpa_offline.Settings(), context)
    yield recognizer
    recognizer.close()


@pytest.fixture(scope="session")
def recording(test_data: Path) -> Callable[[str], NDArray[np.int16]]:
    """Read one of the recordings below speech/."""

    def read(name: str) -> NDArray[np.int16]:
        samples, rate_hz = soundfile.read(
            test_data / "speech" / name, dtype="int16", always_2d=True
        )
        assert rate_hz == 16_000
        return samples[:, 0]

    return read
