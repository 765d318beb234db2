"""Clara Edge: a private voice appliance for personal tasks."""

import os

# onnxruntime >= 1.29 uploads usage data unless this is set before its first import
# (microsoft/onnxruntime PR 27379); disable_telemetry_events() afterwards is too late.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
