"""What holds for every uploaded file, whichever slot of a pack it is for."""

from __future__ import annotations

from typing import Final

MAX_FILE_BYTES: Final = 100 * 1024 * 1024
"""The largest file that the gateway takes; no slot of a pack promises more (XA9: archives of many documents)."""
