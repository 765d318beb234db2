"""alsa-lib used from two threads at once, as the voice daemon does."""

from __future__ import annotations

import subprocess
import sys

# with a Python error handler this stood still within a second: see asound.keep_quiet()
LOOK_FOR_DEVICES = """
import threading
from clara_edge.audio.devices import open_loudspeaker, open_microphone
from clara_edge.config.schema import Audio
from clara_edge.domain.errors import AudioError

def look(open_device):
    for _ in range(150):
        try:
            open_device(Audio(input="no such card", output="no such card")).close()
        except AudioError:
            pass
        try:
            open_device(Audio(input="hw:31", output="hw:31")).close()
        except AudioError:
            pass

threads = [
    threading.Thread(target=look, args=(open_device,))
    for open_device in (open_microphone, open_loudspeaker)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("both came back")
"""


def test_looking_for_two_lost_devices_at_once_never_stands_still() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK_FOR_DEVICES],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "both came back\n"), done.stderr
    assert "ALSA lib" not in done.stderr
