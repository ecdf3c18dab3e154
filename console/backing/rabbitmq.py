"""A RabbitMQ of our own, beside any other on the machine."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psutil

from console.backing.account import Account, account_for
from console.backing.child import Child, gone_within, leashed
from console.backing.claim import Claim
from console.backing.failures import BackingFailed, with_log
from console.backing.ports import LOOPBACK, free_port, is_free
from console.backing.programs import rabbitmq_scripts, rabbitmq_version

USER = "shuzhuan"

_READY_SECONDS = 90.0
_END_SECONDS = 20.0
_NODE = "shuzhuan@localhost"
_PORT_NAMES = ("amqp", "distribution", "epmd")
_AMQP_HEADER = b"AMQP\x00\x00\x09\x01"
_METHOD_FRAME = 1  # the broker's Connection.Start comes in one; a broker that is not ready closes instead

_CONFIG = """\
listeners.tcp.local = {loopback}:{amqp}
default_user = {user}
default_pass = {password}
log.console = true
log.console.level = warning
log.file = false
"""


class PrivateRabbit:
    """One broker node on `data_dir`, with ports, name, cookie and password of its own, for this machine only.

    Files: `store/` (what `wipe` removes), `home/` (cookie), `rabbitmq.log`, and settings. Ports and password survive a
    restart and a wipe, so that clients reconnect to the same address.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.resolve()
        self._programs = rabbitmq_scripts()
        self._store = self.data_dir / "store"
        self._home = self.data_dir / "home"
        self._log = self.data_dir / "rabbitmq.log"
        self._pid_file = self.data_dir / "pid"
        self._ports_file = self.data_dir / "ports.json"
        self._password_file = self.data_dir / "password"
        self._claim = Claim(self.data_dir / "lock")
        self._account: Account | None = None
        self._broker: Child | None = None
        self._port_mapper: Child | None = None

    @property
    def version(self) -> str:
        """The version of the broker's program, "3.10.8"."""
        return rabbitmq_version(self._programs)

    @property
    def pid(self) -> int | None:
        """The broker's process, if this object runs it."""
        return self._broker.pid if self._broker and self._broker.is_running else None

    @property
    def port(self) -> int:
        return self._ports()["amqp"]

    def uri(self, vhost: str = "/") -> str:
        """The AMQP address of a virtual host."""
        return f"amqp://{USER}:{self._password()}@{LOOPBACK}:{self.port}/{quote(vhost, safe='')}"

    def start(self) -> None:
        """Start the broker and return when it answers AMQP. Durable queues of the last run are there again.

        Does nothing if this object runs it already. DataDirInUse if somebody else does.
        """
        if self._broker and self._broker.is_running:
            return
        self._forget_children()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._claim.take()
        try:
            self._end_abandoned_broker()
            self._account = account_for(("rabbitmq", "nobody"), [self._store])
            self._write_settings()
            self._run()
        except BaseException:
            self.kill()
            raise

    def stop(self, *, grace_seconds: float = 30) -> None:
        """End the broker in order, and its port mapper with it."""
        if self._broker:
            self._broker.stop(signal.SIGTERM, grace_seconds=grace_seconds)
        self._forget_children()

    def kill(self) -> None:
        """End the broker with SIGKILL. What it had confirmed as stored is there after the next start.

        Not so for a quorum queue that was declared less than a second before (seen on 3.10.8): it exists after the
        start, but does not answer until it is deleted.
        """
        if self._broker:
            self._broker.kill()
        self._forget_children()

    def wait(self) -> int:
        """Wait until the broker has ended, for whatever reason. Its exit status."""
        return self._broker.wait() if self._broker else 0

    def wipe(self) -> None:
        """Lose everything, as with a broken disk: queues, messages, virtual hosts. The broker is stopped after it."""
        self.kill()
        shutil.rmtree(self._store, ignore_errors=True)

    def add_vhost(self, name: str) -> None:
        """Create a virtual host for our user; repeat it freely."""
        self._control("await_startup")  # AMQP is answered a moment before the broker can be administered
        self._control("add_vhost", name)
        self._control("set_permissions", "--vhost", name, USER, ".*", ".*", ".*")

    def delete_vhost(self, name: str) -> None:
        """Delete a virtual host with all that is in it."""
        self._control("delete_vhost", name)

    def _control(self, *arguments: str) -> str:
        command = [str(self._programs / "rabbitmqctl"), "--quiet", *arguments]
        if self._account:
            command = leashed(command, death_signal=signal.SIGTERM, account=self._account)
        done = subprocess.run(command, env=self._env(), cwd="/", capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise BackingFailed(f"rabbitmqctl {arguments[0]} failed: {(done.stderr or done.stdout).strip()}")
        return done.stdout

    def _write_settings(self) -> None:
        for folder in (self._store, self._home):
            folder.mkdir(exist_ok=True, mode=0o700)
        if not self._password_file.exists():
            _write_closed(self._password_file, secrets.token_urlsafe(24))
        cookie = self._home / ".erlang.cookie"
        if not cookie.exists():
            _write_closed(cookie, secrets.token_hex(16))
        if not self._ports_file.exists() or not all(is_free(port) for port in self._ports().values()):
            self._ports_file.write_text(json.dumps({name: free_port() for name in _PORT_NAMES}))
        config = self.data_dir / "rabbitmq.conf"
        values = {"loopback": LOOPBACK, "amqp": self.port, "user": USER, "password": self._password()}
        _write_closed(config, _CONFIG.format_map(values))
        (self.data_dir / "enabled_plugins").write_text("[].\n")
        if self._account:
            self._account.give(self._store, self._home, cookie, config)

    def _run(self) -> None:
        """Our own port mapper runs in the foreground: one that Erlang starts by itself would outlive everything."""
        ports = self._ports()
        mapper = ["epmd", "-port", str(ports["epmd"]), "-address", LOOPBACK]
        self._port_mapper = self._start_child(mapper, signal.SIGKILL)
        _wait_until(lambda: not is_free(ports["epmd"]), self._port_mapper, self._log, seconds=10)
        self._broker = self._start_child([str(self._programs / "rabbitmq-server")], signal.SIGTERM)
        self._pid_file.write_text(str(self._broker.pid))
        _wait_until(lambda: _answers_amqp(ports["amqp"]), self._broker, self._log, seconds=_READY_SECONDS)

    def _start_child(self, argv: list[str], death_signal: signal.Signals) -> Child:
        return Child.start(
            argv,
            env=self._env(),
            log=self._log,
            folder=Path("/"),
            account=self._account,
            death_signal=death_signal,
        )

    def _end_abandoned_broker(self) -> None:
        """End a broker whose platform was killed: it is ours, because the claim is."""
        try:
            broker = psutil.Process(int(self._pid_file.read_text()))
            if not any(str(self._store) in argument for argument in broker.cmdline()):
                return
            broker.terminate()
            if not gone_within(_END_SECONDS, [broker]):
                broker.kill()
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
            return

    def _forget_children(self) -> None:
        if self._port_mapper:
            self._port_mapper.kill()
        self._broker = self._port_mapper = None
        self._claim.give_back()

    def _ports(self) -> dict[str, int]:
        ports: dict[str, int] = json.loads(self._ports_file.read_text())
        return ports

    def _password(self) -> str:
        return self._password_file.read_text().strip()

    def _env(self) -> dict[str, str]:
        """Everything that would otherwise be the machine's own broker's: names, ports, folders, settings."""
        ports = self._ports()
        return {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(self._home),
            "ERL_EPMD_PORT": str(ports["epmd"]),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "ERL_FLAGS": "-start_epmd false",
            "RABBITMQ_NODENAME": _NODE,
            "RABBITMQ_DIST_PORT": str(ports["distribution"]),
            "RABBITMQ_MNESIA_BASE": str(self._store),
            "RABBITMQ_LOG_BASE": str(self._store / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.data_dir / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.data_dir / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +B i",
            # The start script then becomes the broker instead of staying in front of it: one process, one id to kill.
            "RUNNING_UNDER_SYSTEMD": "true",
        }


def _write_closed(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)


def _answers_amqp(port: int) -> bool:
    with closing(socket.socket()) as client:
        client.settimeout(2)
        try:
            client.connect((LOOPBACK, port))
            client.sendall(_AMQP_HEADER)
            return client.recv(1) == bytes([_METHOD_FRAME])
        except OSError:
            return False


def _wait_until(ready: Callable[[], bool], child: Child, log: Path, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if not child.is_running:
            raise BackingFailed(with_log("RabbitMQ ended while it was starting.", log))
        if time.monotonic() > deadline:
            raise BackingFailed(with_log(f"RabbitMQ did not answer within {seconds:.0f} s.", log))
        time.sleep(0.02)
