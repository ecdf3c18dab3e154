"""A PostgreSQL of our own: from the wheel (nothing to install), or the machine's, on a directory of its own.

Both are the same server to the rest: `start`, `stop`, `kill`, `wait`, `url`, `version`. The server never runs as root.
"""

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psutil

from console.backing.account import Account, account_for
from console.backing.child import Child, gone_within, leashed
from console.backing.claim import Claim
from console.backing.failures import BackingFailed, DataDirInUse, with_log
from console.backing.ports import LOOPBACK, free_port, is_free
from console.backing.programs import system_postgres, wheel_postgres
from console.backing.socket_folder import prepare_socket_folder, remove_socket_folder, socket_folder

SUPERUSER = "postgres"
_SOCKET_PORT = 5432  # only a part of the socket's file name when nothing listens on TCP
_READY_SECONDS = 60.0
_END_SECONDS = 20.0

# For a small machine. Nothing here weakens what a commit promises.
SETTINGS: Mapping[str, str] = {
    "shared_buffers": "64MB",
    "max_connections": "200",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # A failed statement and its detail hold the values of somebody's form.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "password_encryption": "scram-sha-256",
    "unix_socket_permissions": "0700",
}


class PostgresServer:
    """One server process on `data_dir`. Connections come through a socket that only we (and root) may open.

    Files: `cluster/` (PostgreSQL's own), `postgres.log`, `lock`, and what the listening needs.
    """

    def __init__(
        self, data_dir: Path, binaries: Path, *, accounts: tuple[str, ...], settings: Mapping[str, str]
    ) -> None:
        self.data_dir = data_dir.resolve()
        self._binaries = binaries
        self._cluster = self.data_dir / "cluster"
        self._log = self.data_dir / "postgres.log"
        self._settings = {**SETTINGS, **settings}
        self._account_names = accounts
        self._account: Account | None = None
        self._claim = Claim(self.data_dir / "lock")
        self._child: Child | None = None

    @property
    def version(self) -> str:
        """The version of the program, "18.4"."""
        printed = subprocess.run([self._binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
        return printed.stdout.split()[2]

    @property
    def pid(self) -> int | None:
        """The main process, whoever started it; None when no server runs on the directory."""
        return _running_postmaster(self._cluster)

    def start(self) -> None:
        """Start the server and return when it answers; on an empty directory create the cluster first.

        Does nothing if this object runs it already. DataDirInUse if somebody else does. Survives kill -9 of the server
        or of the platform: the next start cleans up and recovers.
        """
        if self._child and self._child.is_running:
            return
        self._forget_child()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._claim.take()
        try:
            self._end_abandoned_server()
            self._account = account_for(self._account_names, [self._cluster, self._binaries])
            if not self._cluster.exists():
                self._create_cluster()
            self._check_version()
            self._run()
        except BaseException:
            self.kill()
            raise

    def stop(self, *, fast: bool = True, grace_seconds: float = 30) -> None:
        """End the server: at once for its clients (`fast`), or when the last of them has left. Nothing is lost."""
        if self._child:
            self._child.stop(signal.SIGINT if fast else signal.SIGTERM, grace_seconds=grace_seconds)
            remove_socket_folder(self.data_dir)
        self._forget_child()

    def kill(self) -> None:
        """End the server and all its backends with SIGKILL, as a power cut would."""
        if self._child:
            self._child.kill()
        self._forget_child()

    def wait(self) -> int:
        """Wait until the server has ended, for whatever reason. Its exit status."""
        return self._child.wait() if self._child else 0

    def url(self, role: str, database: str) -> str:
        """The address for one role and database; `{placeholders}` in either stay as they are."""
        raise NotImplementedError

    @property
    def password(self) -> str | None:
        """What a role must present; None where the socket's permissions decide."""
        return None

    def _listening(self) -> Mapping[str, str]:
        """The settings that say where the server listens. Prepares what they need."""
        raise NotImplementedError

    def _initdb_arguments(self) -> list[str]:
        return ["--auth-host=reject"]

    def _create_cluster(self) -> None:
        """Create it beside its place and move it there, so that a half-made cluster is never taken for a whole one."""
        unfinished = self.data_dir / "cluster.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self._account:
            self._account.give(unfinished)
        initdb = [
            str(self._binaries / "initdb"),
            f"--pgdata={unfinished}",
            f"--username={SUPERUSER}",
            "--auth-local=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--lc-ctype=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
            *self._initdb_arguments(),
        ]
        command = leashed(initdb, death_signal=signal.SIGTERM, account=self._account)
        made = subprocess.run(command, env=self._env(), cwd="/", capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise BackingFailed(f"PostgreSQL could not create {self._cluster}: {made.stderr.strip()}")
        unfinished.rename(self._cluster)

    def _check_version(self) -> None:
        written_by = (self._cluster / "PG_VERSION").read_text().strip()
        program = self.version.split(".")[0]
        if written_by != program:
            raise BackingFailed(
                f"{self._cluster} was written by PostgreSQL {written_by}, and this program is PostgreSQL {program}. "
                "Move the directory away, or install the version that wrote it."
            )

    def _run(self) -> None:
        settings = {**self._settings, **self._listening()}
        options = [f"--{name}={value}" for name, value in settings.items()]
        self._child = Child.start(
            [str(self._binaries / "postgres"), "-D", str(self._cluster), *options],
            env=self._env(),
            log=self._log,
            folder=Path("/"),  # the account may not be able to enter ours
            account=self._account,
            death_signal=signal.SIGINT,  # a fast shutdown, so that the next start has nothing to recover
        )
        deadline = time.monotonic() + _READY_SECONDS
        while not _says_ready(self._cluster, self._child.pid):
            if not self._child.is_running:
                raise BackingFailed(with_log("PostgreSQL ended while it was starting.", self._log))
            if time.monotonic() > deadline:
                raise BackingFailed(with_log(f"PostgreSQL was not ready after {_READY_SECONDS:.0f} s.", self._log))
            time.sleep(0.01)

    def _end_abandoned_server(self) -> None:
        """Wait for a server whose platform was killed: it is ours, because the claim is.

        A process id file that outlived its server, perhaps with an id that now belongs to somebody else, is removed.
        """
        pid = _running_postmaster(self._cluster)
        if pid is None:
            (self._cluster / "postmaster.pid").unlink(missing_ok=True)
            return
        with suppress(psutil.NoSuchProcess):
            abandoned = psutil.Process(pid)
            abandoned.send_signal(signal.SIGINT)
            if gone_within(_END_SECONDS, [abandoned]):
                return
            raise DataDirInUse(f"PostgreSQL (process {pid}) still runs on {self._cluster} and does not end.")

    def _forget_child(self) -> None:
        self._child = None
        self._claim.give_back()

    @staticmethod
    def _env() -> dict[str, str]:
        """No variable of ours reaches the server: PGPORT and its relatives would change what it does."""
        return {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}


class EmbeddedPostgres(PostgresServer):
    """The PostgreSQL of the wheel: listens on a Unix socket only, and needs no package of the system."""

    def __init__(self, data_dir: Path, *, settings: Mapping[str, str] | None = None) -> None:
        super().__init__(data_dir, wheel_postgres(), accounts=("nobody",), settings=settings or {})

    def url(self, role: str, database: str) -> str:
        folder = quote(str(socket_folder(self.data_dir)), safe="/")
        return f"postgresql://{quote(role, safe='{}')}@/{quote(database, safe='{}')}?host={folder}&port={_SOCKET_PORT}"

    def _listening(self) -> Mapping[str, str]:
        folder = prepare_socket_folder(self.data_dir, self._account)
        return {"listen_addresses": "", "port": str(_SOCKET_PORT), "unix_socket_directories": str(folder)}


class PrivatePostgres(PostgresServer):
    """The machine's PostgreSQL, beside any other: a loopback port of its own and a password for every role.

    `port` None keeps the port of the last start, or takes a free one. The password is the same for all roles and lies
    in a file that only root, or we, can read.
    """

    def __init__(self, data_dir: Path, port: int | None = None, *, settings: Mapping[str, str] | None = None) -> None:
        super().__init__(data_dir, system_postgres(), accounts=("postgres", "nobody"), settings=settings or {})
        self._port_file = self.data_dir / "port"
        self._password_file = self.data_dir / "password"
        self._wanted_port = port

    @property
    def port(self) -> int:
        return int(self._port_file.read_text())

    @property
    def password(self) -> str:
        return self._password_file.read_text().strip()

    def url(self, role: str, database: str) -> str:
        who = f"{quote(role, safe='{}')}:{self.password}"
        return f"postgresql://{who}@{LOOPBACK}:{self.port}/{quote(database, safe='{}')}"

    def _initdb_arguments(self) -> list[str]:
        self._password_file.touch(mode=0o600)
        self._password_file.write_text(secrets.token_urlsafe(24))
        if self._account:
            self._account.give(self._password_file)
        return ["--auth-host=scram-sha-256", f"--pwfile={self._password_file}"]

    def _listening(self) -> Mapping[str, str]:
        folder = prepare_socket_folder(self.data_dir, self._account)
        kept = self._wanted_port or (self.port if self._port_file.exists() and is_free(self.port) else free_port())
        self._port_file.write_text(str(kept))
        return {"listen_addresses": LOOPBACK, "port": str(kept), "unix_socket_directories": str(folder)}


def _running_postmaster(cluster: Path) -> int | None:
    """The id in the cluster's pid file, if that process is a PostgreSQL on this cluster."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        arguments = psutil.Process(pid).cmdline()
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return pid if str(cluster) in arguments else None


def _says_ready(cluster: Path, pid: int) -> bool:
    """The server writes its state into the eighth line of its pid file."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"
