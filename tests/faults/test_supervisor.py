"""The supervisor keeps units running, and leaves nobody behind. With real processes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import psutil
import pytest

from console.backing.child import gone_within
from console.supervisor import Death, Program, Supervisor

RUNS_ON = "import time; time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
DIES_AT_ONCE = "raise SystemExit(3)"

# A platform of its own, in a process of its own: two programs, one of which has a child.
PLATFORM = """
import json, sys
from pathlib import Path
from console.supervisor import Program, Supervisor, wait_for_stop_signal

folder = Path(sys.argv[1])
parent = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
stubborn = "import signal, time; signal.signal(signal.SIGINT, lambda *_: open(sys.argv[1], 'w')); time.sleep(600)"
commands = {"parent": parent, "stubborn": "import sys\\n" + stubborn}
with Supervisor() as supervisor:
    supervisor.start({
        name: Program([sys.executable, "-c", code, str(folder / "interrupted")], env={}, log_file=folder / "log")
        for name, code in commands.items()
    })
    print(json.dumps([supervisor.pid(name) for name in commands]), flush=True)
    wait_for_stop_signal()
print("stopped", flush=True)
"""


@pytest.fixture
def a_program(tmp_path: Path) -> Callable[..., Program]:
    def make(code: str, *arguments: str, grace_seconds: float = 20) -> Program:
        argv = [sys.executable, "-c", code, *arguments]
        return Program(argv, env={}, log_file=tmp_path / "log", grace_seconds=grace_seconds)

    return make


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", PLATFORM, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        yield process
        process.kill()


def test_a_killed_program_is_started_again_and_its_death_is_told(a_program: Callable[..., Program]) -> None:
    deaths: Queue[Death] = Queue()
    with Supervisor(deaths.put) as supervisor:
        supervisor.start({"service": a_program(RUNS_ON)})

        killed = supervisor.kill("service")

        assert supervisor.wait_for_restarts("service", 1)
        assert supervisor.pid("service") not in (killed, None)
        death = deaths.get(timeout=10)
        assert (death.name, death.exit_status) == ("service", -signal.SIGKILL)


def test_a_program_that_dies_at_once_is_started_again_more_and_more_slowly(a_program: Callable[..., Program]) -> None:
    deaths: Queue[Death] = Queue()
    with Supervisor(deaths.put) as supervisor:
        supervisor.start({"broken": a_program(DIES_AT_ONCE)})

        told = [deaths.get(timeout=10) for _ in range(4)]

    assert [death.pause_seconds for death in told] == [0.2, 0.4, 0.8, 1.6]
    assert {death.exit_status for death in told} == {3}


def test_a_unit_that_cannot_be_started_again_is_tried_until_it_can(a_program: Callable[..., Program]) -> None:
    deaths: Queue[Death] = Queue()
    service = a_program(RUNS_ON)
    works = service.argv
    with Supervisor(deaths.put) as supervisor:
        supervisor.start({"service": service})

        service.log_file = service.log_file.parent / "absent" / "log"
        supervisor.kill("service")
        died, could_not_start = deaths.get(timeout=10), deaths.get(timeout=10)
        service.log_file = service.log_file.parent.parent / "log"

        assert died.reason == ""
        assert "absent" in could_not_start.reason
        assert supervisor.wait_for_restarts("service", 2)
        assert service.argv == works


def test_the_group_that_was_started_last_is_stopped_first(a_program: Callable[..., Program], tmp_path: Path) -> None:
    says_its_name = (
        "import signal, sys\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(print(sys.argv[1], file=open(sys.argv[2], 'a'))))\n"
        "open(sys.argv[2] + sys.argv[1], 'w')\n"
        "signal.pause()"
    )
    order = tmp_path / "order"
    with Supervisor() as supervisor:
        for name in ("database", "service", "gateway"):
            supervisor.start({name: a_program(says_its_name, name, str(order))})
            _eventually(Path(f"{order}{name}").exists)

    assert order.read_text().split() == ["gateway", "service", "database"]


def test_a_program_that_does_not_listen_is_killed_after_its_grace_time(a_program: Callable[..., Program]) -> None:
    deaf = a_program(DEAF, grace_seconds=0.2)
    with Supervisor() as supervisor:
        supervisor.start({"deaf": deaf})
        pid = deaf.pid
        _eventually(deaf.log_file.read_text)

    assert pid
    assert _are_gone([pid])


def test_when_one_of_a_group_cannot_start_the_others_are_stopped(a_program: Callable[..., Program]) -> None:
    good, bad = a_program(RUNS_ON), a_program(RUNS_ON)
    bad.log_file = Path("/absent/log")

    with Supervisor() as supervisor, pytest.raises(FileNotFoundError):
        supervisor.start({"good": good, "bad": bad})

    assert good.pid is None


def test_ctrl_c_reaches_the_programs_only_through_the_supervisor(
    platform: subprocess.Popen[str], tmp_path: Path
) -> None:
    pids = json.loads(_first_line(platform))
    _eventually(lambda: _children(pids[0]))
    pids += _children(pids[0])

    os.killpg(platform.pid, signal.SIGINT)  # what a terminal does

    output, _ = platform.communicate(timeout=30)
    assert output.strip() == "stopped"
    assert _are_gone(pids)
    assert not (tmp_path / "interrupted").exists()


def test_no_program_outlives_a_supervisor_that_was_killed(platform: subprocess.Popen[str]) -> None:
    pids = json.loads(_first_line(platform))

    platform.kill()

    platform.wait()
    assert _are_gone(pids)


def _first_line(platform: subprocess.Popen[str]) -> str:
    assert platform.stdout is not None
    return platform.stdout.readline()


def _children(pid: int) -> list[int]:
    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


def _are_gone(pids: list[int]) -> bool:
    return gone_within(10, [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)])


def _eventually(holds: Callable[[], object], seconds: float = 10) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
