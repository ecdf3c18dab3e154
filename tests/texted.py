"""Text messages of a development installation: lines of a file, waited for."""

from __future__ import annotations

import time
from pathlib import Path

import orjson

SECONDS = 30.0


def texted(data: Path, phone: str, template: str) -> str:
    """The code in the newest text message of this kind to a phone; TimeoutError when none comes."""
    path, deadline = data / "sms" / "messages.jsonl", time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        lines = [orjson.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []
        found = [line for line in lines if (line["phone"], line["template"]) == (phone, template)]
        if found:
            return str(found[-1]["parameters"]["code"])
        time.sleep(0.1)
    raise TimeoutError(f"no text message {template} to {phone}")
