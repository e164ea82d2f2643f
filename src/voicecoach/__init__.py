"""A hands-free exercise coach: it reads sessions aloud, counts, keeps time, and listens."""

import os

# Since 1.29 ONNX Runtime tells its maker what it runs, unless it is told not to before it is
# loaded. Nothing leaves the machine here, so this stands before every other import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
