"""The private RabbitMQ, as processes: what survives its death, and that it touches nothing of the machine's own."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import amqp
import kombu
import psutil
import pytest

from console.backing.child import gone_within
from console.backing.failures import BackingFailed, DataDirInUse
from console.backing.ports import is_free
from console.backing.rabbitmq import PrivateRabbit
from console.supervisor import Supervisor

QUORUM = {"x-queue-type": "quorum"}


@pytest.fixture(scope="module")
def broker(run_folder: Path) -> Iterator[PrivateRabbit]:
    """A second broker beside the one of the run, to kill and to wipe; a test that needs it running starts it."""
    broker = PrivateRabbit(run_folder / "second-rabbitmq")
    yield broker
    broker.stop()


def put(address: str, body: str) -> None:
    """Leave a message in a durable quorum queue and wait until the broker has confirmed it."""
    with kombu.Connection(address, transport_options={"confirm_publish": True}) as connection:
        queue = kombu.Queue("kept", durable=True, queue_arguments=QUORUM)
        connection.Producer().publish(body, routing_key="kept", declare=[queue], delivery_mode=2)


def taken(address: str) -> str:
    """Take the message out again."""
    with kombu.Connection(address) as connection:
        queue = kombu.Queue("kept", durable=True, queue_arguments=QUORUM)(connection.default_channel)
        message = queue.get()
        assert message is not None
        message.ack()
        return message.payload


def wait_until_the_queue_is_written(broker: PrivateRabbit) -> None:
    """RabbitMQ writes the names of its quorum queues with a delay: one that is younger would not come back usable."""
    (names,) = broker.data_dir.glob("store/*/quorum/*/names.dets")
    deadline = time.monotonic() + 10
    while b"kept" not in names.read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_the_broker_confirmed_survives_its_death(broker: PrivateRabbit) -> None:
    broker.start()
    put(broker.uri(), "before the power cut")
    address = broker.uri()
    wait_until_the_queue_is_written(broker)

    broker.kill()
    broker.start()

    assert broker.uri() == address
    assert taken(address) == "before the power cut"


def test_a_wiped_broker_comes_back_empty_at_the_same_address(broker: PrivateRabbit) -> None:
    broker.start()
    broker.add_vhost("lost")
    address = broker.uri("lost")

    broker.wipe()
    broker.start()

    assert broker.uri("lost") == address
    with pytest.raises(amqp.exceptions.NotAllowed), kombu.Connection(address) as connection:
        connection.connect()


def test_a_broker_that_somebody_else_killed_is_started_again_by_the_supervisor(broker: PrivateRabbit) -> None:
    with Supervisor() as supervisor:
        supervisor.start({"rabbitmq": broker})

        os.kill(broker.pid or 0, signal.SIGKILL)

        assert supervisor.wait_for_restarts("rabbitmq", 1)
        with kombu.Connection(broker.uri()) as connection:
            assert connection.connection.server_properties["version"] == broker.version


def test_a_stopped_broker_leaves_no_process_and_no_port(broker: PrivateRabbit) -> None:
    before = _descendants()
    broker.start()
    family = _descendants() - before
    ports = {socket.laddr.port for process in family for socket in process.net_connections() if not socket.raddr}

    broker.stop()

    assert len(ports) == 3  # for AMQP, for Erlang's distribution, and its port mapper's
    assert all(is_free(port) for port in ports)
    assert gone_within(10, family)


def test_a_virtual_host_is_ours_until_it_is_deleted(rabbit: PrivateRabbit) -> None:
    rabbit.add_vhost("a place/of its own")
    rabbit.add_vhost("a place/of its own")
    address = rabbit.uri("a place/of its own")
    put(address, "here")

    assert taken(address) == "here"

    rabbit.delete_vhost("a place/of its own")
    with pytest.raises(amqp.exceptions.NotAllowed), kombu.Connection(address) as connection:
        connection.connect()


def test_nobody_enters_without_the_password(rabbit: PrivateRabbit) -> None:
    for stranger in ("guest:guest", "shuzhuan:guessed"):
        address = f"amqp://{stranger}@127.0.0.1:{rabbit.port}//"
        with pytest.raises(amqp.exceptions.AccessRefused), kombu.Connection(address) as connection:
            connection.connect()


def test_the_broker_listens_on_this_machine_only_and_not_as_root(rabbit: PrivateRabbit) -> None:
    process = psutil.Process(rabbit.pid)

    addresses = {listening.laddr.ip for listening in process.net_connections() if listening.status == "LISTEN"}

    assert addresses == {"127.0.0.1"}
    assert process.uids().effective != 0


def test_a_second_broker_on_the_same_directory_is_refused_with_the_way_out(rabbit: PrivateRabbit) -> None:
    with pytest.raises(DataDirInUse, match=rf"already in use by process {os.getpid()}.*SHUZHUAN_DATA"):
        PrivateRabbit(rabbit.data_dir).start()


def test_what_the_broker_refuses_is_told_in_its_words(rabbit: PrivateRabbit) -> None:
    with pytest.raises(BackingFailed, match=r"delete_vhost failed.*absent"):
        rabbit.delete_vhost("absent")


def _descendants() -> set[psutil.Process]:
    return set(psutil.Process().children(recursive=True))
