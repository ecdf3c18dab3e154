"""Under which account a server runs when we are root.

PostgreSQL refuses to run as root, and a broker has no need to. As an ordinary user everything simply runs as that user.
"""

import os
import pwd
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from stat import S_IXOTH

from console.backing.failures import BackingFailed

_MAY_SEARCH_ANY_DIRECTORY = 2  # the bit of CAP_DAC_READ_SEARCH, capabilities(7)


@dataclass(frozen=True)
class Account:
    """A user of the machine, and whether it needs help to reach its files below directories that are closed to it."""

    name: str
    uid: int
    gid: int
    reads_past_closed_directories: bool = False

    def give(self, *paths: Path) -> None:
        """Make the account the owner of `paths` (not of what they hold)."""
        for path in paths:
            os.chown(path, self.uid, self.gid)

    def as_arguments(self) -> list[str]:
        """The part of a `setpriv` command line that turns root into this account."""
        arguments = [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", "--no-new-privs"]
        if not self.reads_past_closed_directories:
            return [*arguments, "--inh-caps=-all"]
        # PostgreSQL looks for its files with access(2), which ignores capabilities unless the fix-up is switched off.
        only = "-all,+dac_read_search"
        return [*arguments, f"--inh-caps={only}", f"--ambient-caps={only}", "--securebits=+no_setuid_fixup"]


def account_for(names: Iterable[str], paths: Iterable[Path]) -> Account | None:
    """The first account of `names` that this machine has, able to reach `paths`; None when we are not root.

    A clone in root's home directory is closed to every other account. Instead of opening that directory, the server
    is allowed to pass through it. BackingFailed where the machine does not let us give that permission (a container).
    """
    if os.geteuid() != 0:
        return None
    entry = next((found for name in names if (found := _entry(name))), None)
    if entry is None:
        raise BackingFailed("There is no unprivileged account to run the server under. Run as an ordinary user.")
    closed = [path for path in paths if not _open_to_everybody(path)]
    if closed and not _may_search_any_directory():
        raise BackingFailed(
            f"{closed[0]} lies below a directory that is closed to the account {entry.pw_name}, and a server must not "
            "run as root. Run as an ordinary user, or put the clone and SHUZHUAN_DATA where others may pass."
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, reads_past_closed_directories=bool(closed))


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _open_to_everybody(path: Path) -> bool:
    return all(parent.stat().st_mode & S_IXOTH for parent in path.resolve().parents)


def _may_search_any_directory() -> bool:
    status = Path("/proc/self/status").read_text()
    bounding = next(line.split()[1] for line in status.splitlines() if line.startswith("CapBnd"))
    return bool(int(bounding, 16) >> _MAY_SEARCH_ANY_DIRECTORY & 1)
