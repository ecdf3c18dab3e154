"""The keys that sign the national feed: a JSON file `{"current": id, "keys": {id: base64 of 32 bytes}}`."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import orjson

from chassis.config import Settings
from contracts.national_feed import FeedSigner


def make_feed_keys(path: Path) -> None:
    """Write a file with one new key, unless there is a file."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(orjson.dumps({"current": "f1", "keys": {"f1": base64.b64encode(os.urandom(32)).decode()}}))


def feed_signer_of(settings: Settings) -> FeedSigner:
    """The signer with the keys of the installation's file; FileNotFoundError where there is none."""
    content = orjson.loads(Path(settings.feed_keys).read_bytes())
    return FeedSigner({key_id: base64.b64decode(key) for key_id, key in content["keys"].items()}, content["current"])
