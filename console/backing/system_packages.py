"""Installs the packages of the system that the real backing and the tests need, where they are missing.

Run it as `python -m console.backing.system_packages`, with names where only some are wanted. Installing Debian's
servers would also start them, on their standard ports; while we install, the machine is told not to (`policy-rc.d`),
and afterwards it is as it was before.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from pathlib import Path
from types import FrameType

from console.backing.failures import BackingMissing
from console.backing.programs import rabbitmq_scripts, system_postgres

POLICY = Path("/usr/sbin/policy-rc.d")
_REFUSE_STARTS = "#!/bin/sh\n# Put here by shuzhuan for the time of an installation: start no service.\nexit 101\n"
_KEPT = ".kept-by-shuzhuan"


def missing_packages(wanted: Collection[str] = ()) -> list[str]:
    """The Debian packages that this machine lacks, in the order in which they are installed; without names, of all."""
    return [package for package, is_there in _PRESENT.items() if package in (wanted or _PRESENT) and not is_there()]


@contextmanager
def services_not_started(policy: Path = POLICY) -> Iterator[None]:
    """While this is open, installing a package starts no service. What was at `policy` before comes back after it.

    An installation that was killed leaves its policy behind; the next one puts the older one back.
    """
    kept = policy.with_name(policy.name + _KEPT)
    if policy.exists() and policy.read_text() != _REFUSE_STARTS:
        policy.rename(kept)
    policy.write_text(_REFUSE_STARTS)
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()
        if kept.exists():
            kept.rename(policy)


def main(wanted: Collection[str] = ()) -> int:
    """Install what is missing. 0 if nothing is missing at the end; otherwise says what a person has to do."""
    missing = missing_packages(wanted)
    if not missing:
        return 0
    line = f"apt-get install --no-install-recommends {' '.join(missing)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return _as_root(line, missing)
    print(f"Installing {', '.join(missing)} (their services are not started)", flush=True)
    signal.signal(signal.SIGTERM, _end_in_order)
    with services_not_started():
        _apt_get("update", "--quiet=2")  # one mirror of several may fail; the installation shows what that means
        _apt_get("install", "--quiet=2", "--yes", "--no-install-recommends", *missing)
    still = missing_packages(wanted)
    if still:
        print(f"Still missing: {', '.join(still)}. As root: {line}", file=sys.stderr)
    return 1 if still else 0


def _as_root(line: str, missing: Collection[str]) -> int:
    """Run this again through sudo if that needs no password; otherwise ask for the line to be run."""
    sudo = shutil.which("sudo")
    if sudo and shutil.which("apt-get") and subprocess.run([sudo, "-n", "true"], check=False).returncode == 0:
        module = [sys.executable, "-m", "console.backing.system_packages", *missing]
        return subprocess.run([sudo, "-n", *module], check=False).returncode
    print(f"Some packages are needed and not installed. As root: {line}", file=sys.stderr)
    return 1


def _apt_get(*arguments: str) -> None:
    command = ["apt-get", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300", *arguments]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def _end_in_order(_number: int, _frame: FrameType | None) -> None:
    """SIGTERM leaves through `finally`, so that the policy is put back."""
    sys.exit(1)


def _finds(search: Callable[[], object]) -> bool:
    try:
        return bool(search())
    except BackingMissing:
        return False


def _has_browser() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def _has_chinese_font() -> bool:
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return any(found for folder in folders for pattern in ("wqy*", "*CJK*") for found in folder.rglob(pattern))


_PRESENT: dict[str, Callable[[], bool]] = {
    "rabbitmq-server": lambda: _finds(rabbitmq_scripts),
    "postgresql": lambda: _finds(system_postgres),
    "chromium": _has_browser,
    "libpango-1.0-0": lambda: find_library("pango-1.0") is not None,
    "libpangoft2-1.0-0": lambda: find_library("pangoft2-1.0") is not None,
    "libharfbuzz-subset0": lambda: find_library("harfbuzz-subset") is not None,
    "fonts-wqy-microhei": _has_chinese_font,
    "kubernetes-client": lambda: shutil.which("kubectl") is not None,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
