"""Work in processes of its own: the hub goes on, nothing waits without an end, nothing outlives its owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import eventlet
import psutil
import pytest

from chassis.workers import JobRefused
from chassis.workers.pool import JobFailed, JobTimedOut, PoolFull, WorkerDied, WorkerPool
from tests.contract.chassis.platform import eventually

PROGRAM = """
import os, time
from chassis.workers import JobRefused
from chassis.workers.serving import serve

def work(job):
    if job == b"loop":
        while True: pass
    if job == b"die":
        os._exit(3)
    if job == b"refuse":
        raise JobRefused({"missing": ["ink"]})
    if job == b"break":
        raise KeyError("a bug")
    if job == b"greedy":
        return bytes(1 << 33)
    if job == b"talk":
        print("what a library prints")
    if job.startswith(b"spin"):
        until = time.monotonic() + float(job[4:])
        while time.monotonic() < until: pass
    return b"%d %s" % (os.getpid(), job)

serve(work, jobs=3, idle_seconds=IDLE, job_seconds=ALARM, memory_bytes=1 << 30)
"""

Make = Callable[..., WorkerPool]


def a_command(*, idle: float = 60, alarm: int = 60) -> list[str]:
    return [sys.executable, "-c", PROGRAM.replace("IDLE", str(idle)).replace("ALARM", str(alarm))]


@pytest.fixture
def make() -> Iterator[Make]:
    pools: list[WorkerPool] = []

    def one(**given: Any) -> WorkerPool:
        settings = {"command": a_command(), "size": 1, "waiting": 2, "seconds": 20.0} | given
        pools.append(WorkerPool(settings.pop("command"), **settings))
        return pools[-1]

    yield one
    for pool in pools:
        pool.stop()


def pid_of(answer: bytes) -> int:
    return int(answer.split()[0])


def test_no_worker_runs_before_the_first_job(make: Make) -> None:
    assert make().pids == ()


def test_a_worker_does_one_job_after_another_and_is_renewed_after_its_share(make: Make) -> None:
    pool = make()

    answers = [pool.run(b"job") for _ in range(4)]

    pids = [pid_of(answer) for answer in answers]
    assert pids[0] == pids[1] == pids[2] != pids[3]
    assert pids[0] != os.getpid()


def test_other_greenlets_go_on_while_a_worker_works(make: Make) -> None:
    pool = make()
    ticks: list[int] = []

    def tick() -> None:
        while True:
            ticks.append(len(ticks))
            eventlet.sleep(0)

    ticking = eventlet.spawn(tick)
    pool.run(b"spin0.3")
    ticking.kill()

    assert len(ticks) > 50


def test_a_job_that_takes_too_long_is_ended_with_its_worker(make: Make) -> None:
    pool = make(seconds=1.0)

    with pytest.raises(JobTimedOut):
        pool.run(b"loop")

    assert pool.pids == ()
    assert pool.run(b"next").endswith(b"next")


def test_what_does_not_fit_into_the_queue_is_refused_at_once_and_the_rest_is_done(make: Make) -> None:
    pool = make(waiting=1)
    begun = [eventlet.spawn(pool.run, b"spin0.5") for _ in range(2)]
    eventlet.sleep(0)

    with pytest.raises(PoolFull):
        pool.run(b"one too many")

    assert [job.wait().endswith(b"spin0.5") for job in begun] == [True, True]
    assert pool.run(b"later").endswith(b"later")


def test_no_more_workers_run_than_the_pool_has_places(make: Make) -> None:
    pool = make(size=2, waiting=4)

    pids = {pid_of(answer) for answer in eventlet.GreenPool().imap(pool.run, [b"spin0.3"] * 4)}

    assert len(pids) == 2


def test_a_worker_that_dies_in_the_middle_fails_its_job_only(make: Make) -> None:
    pool = make()

    with pytest.raises(WorkerDied):
        pool.run(b"die")

    assert pool.run(b"next").endswith(b"next")


def test_a_worker_that_was_killed_while_it_waited_is_not_noticed(make: Make) -> None:
    pool = make()
    killed = pid_of(pool.run(b"first"))
    os.kill(killed, signal.SIGKILL)

    assert pid_of(pool.run(b"second")) != killed


def test_a_worker_without_work_ends_by_itself(make: Make) -> None:
    pool = make(command=a_command(idle=0.1))
    first = psutil.Process(pid_of(pool.run(b"first")))

    eventually(lambda: first.status() == psutil.STATUS_ZOMBIE)

    assert pid_of(pool.run(b"second")) != first.pid


def test_a_refusal_comes_with_its_reason_and_is_asked_anew_next_time(make: Make) -> None:
    pool = make()

    for _ in range(2):
        with pytest.raises(JobRefused) as refused:
            pool.run(b"refuse")
        assert refused.value.reason == {"missing": ["ink"]}


def test_a_bug_comes_with_its_traceback(make: Make) -> None:
    with pytest.raises(JobFailed, match="KeyError: 'a bug'"):
        make().run(b"break")


def test_a_worker_cannot_take_more_memory_than_it_may(make: Make) -> None:
    with pytest.raises(JobFailed, match="MemoryError"):
        make().run(b"greedy")


def test_what_a_library_prints_is_not_taken_for_an_answer(make: Make) -> None:
    assert make().run(b"talk").endswith(b"talk")


def test_stopping_the_pool_ends_every_worker(make: Make) -> None:
    pool = make(size=2)
    working = eventlet.spawn(pool.run, b"loop")
    pool.run(b"job")
    pids = pool.pids

    pool.stop()

    with pytest.raises(WorkerDied):
        working.wait()
    assert len(pids) == 2
    assert not any(psutil.pid_exists(pid) for pid in pids)


OWNER = """
import eventlet
eventlet.monkey_patch()
import sys
from chassis.workers.pool import WorkerPool
pool = WorkerPool(sys.argv[2:], size=1, waiting=1, seconds=60)
print(pool.run(b"job").split()[0].decode(), flush=True)
if sys.argv[1] == "idle":
    eventlet.sleep(60)
pool.run(b"loop")
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_worker_ends_when_its_owner_is_killed(state: str) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, state, *a_command(alarm=2)], stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    worker = psutil.Process(int(owner.stdout.readline()))

    owner.kill()
    owner.wait()

    eventually(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)
    owner.stdout.close()
