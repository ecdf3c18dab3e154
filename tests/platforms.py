"""Whole platforms for tests: started as `shuzhuan up` starts them, in folders and on ports of their own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chassis.config import DEVELOPMENT, Settings
from console.backing.ports import free_port
from console.installation import Installation


@contextmanager
def started(*, is_real: bool = False, data: Path | None = None, **differing: Any) -> Iterator[Installation]:
    """A running platform whose clock can be advanced; in `data`, or in a folder that goes with it.

    `differing` are settings that are not what the environment says.
    """
    with folder() as fresh:
        given = Settings.from_environment({"SHUZHUAN_DATA": str(data or fresh)})
        settings = Settings(**{**vars(given), "environment": DEVELOPMENT, "port": free_port(), **differing})
        with Installation(settings, is_real=is_real) as installation:
            installation.start()
            yield installation


@contextmanager
def folder() -> Iterator[Path]:
    """A short path that the servers' accounts may enter."""
    path = Path(tempfile.mkdtemp(prefix="shuzhuan-flow-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)
