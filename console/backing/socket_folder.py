"""Where the Unix socket of a server lies."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from console.backing.account import Account
from console.backing.failures import BackingFailed

_SOCKET_NAME = ".s.PGSQL.12345.lock"
_PATH_LIMIT_BYTES = 107  # sun_path, unix(7)


def socket_folder(data_dir: Path) -> Path:
    """`data_dir/socket`, or a short folder under the temporary directory where that path is too long for a socket.

    The same folder every time for the same data directory, so that a second console finds the running server.
    """
    folder = data_dir / "socket"
    if len(os.fsencode(folder / _SOCKET_NAME)) <= _PATH_LIMIT_BYTES:
        return folder
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"shuzhuan-{digest}"


def prepare_socket_folder(data_dir: Path, account: Account | None) -> Path:
    """The folder, there and closed to everybody but `account` (None: us) and root.

    BackingFailed if somebody else put it there: under a shared temporary directory that would catch our clients.
    """
    folder = socket_folder(data_dir)
    folder.mkdir(mode=0o700, exist_ok=True)
    ours = {os.geteuid(), account.uid if account else os.geteuid()}
    if folder.is_symlink() or folder.stat().st_uid not in ours:
        raise BackingFailed(f"{folder} belongs to somebody else: remove it, or choose a shorter SHUZHUAN_DATA.")
    folder.chmod(0o700)
    if account:
        account.give(folder)
    return folder


def remove_socket_folder(data_dir: Path) -> None:
    """Leave nothing behind; a folder that still holds a socket stays."""
    with suppress(OSError):
        socket_folder(data_dir).rmdir()
