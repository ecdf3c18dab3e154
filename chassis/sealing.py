"""The sealing keys of an installation: a JSON file `{"current": id, "keys": {id: base64 of 32 bytes}}`."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import orjson

from contracts.sealed import Sealer


def make_sealing_keys(path: Path) -> None:
    """Write a file with one new key, unless there is a file."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(orjson.dumps({"current": "k1", "keys": {"k1": base64.b64encode(os.urandom(32)).decode()}}))


def sealer_from(path: str) -> Sealer:
    """The sealer with the keys of a file; FileNotFoundError where there is none."""
    content = orjson.loads(Path(path).read_bytes())
    keys = {key_id: base64.b64decode(key) for key_id, key in content["keys"].items()}
    return Sealer(keys, content["current"])
