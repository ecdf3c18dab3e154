"""The buffered socket under `amqp://`, against a peer that reads and writes as it pleases."""

import struct
from collections.abc import Iterator
from typing import Any

import eventlet
import pytest
from amqp.exceptions import UnexpectedFrame
from eventlet.event import Event

from chassis.bus.amqp import UNSENT_LIMIT, BufferedTransport

AMQP_HEADER = b"AMQP\x00\x00\x09\x01"


@pytest.fixture
def listener() -> Iterator[Any]:
    socket = eventlet.listen(("127.0.0.1", 0))
    yield socket
    socket.close()


@pytest.fixture
def ends(listener: Any) -> Iterator[tuple[BufferedTransport, Any]]:
    """A connected transport and the broker's end of its socket, with the greeting read."""
    transport = BufferedTransport(f"127.0.0.1:{listener.getsockname()[1]}", connect_timeout=5)
    transport.connect()
    peer, _ = listener.accept()
    assert peer.recv(len(AMQP_HEADER)) == AMQP_HEADER
    yield transport, peer
    transport.close()
    peer.close()


def a_frame(payload: bytes, end: int = 0xCE) -> bytes:
    return struct.pack(">BHI", 1, 1, len(payload)) + payload + bytes([end])


def test_frames_of_one_turn_arrive_whole_and_in_order(ends: Any) -> None:
    transport, peer = ends
    shared = bytearray(b"first")

    transport.write(memoryview(shared))
    shared[:] = b"later"  # py-amqp writes the next frame into the same buffer
    transport.write(memoryview(shared))

    received = b""
    while len(received) < 10:
        received += peer.recv(100)
    assert received == b"firstlater"


def test_a_frame_that_comes_in_pieces_is_read_once_it_is_whole(ends: Any) -> None:
    transport, peer = ends
    data = a_frame(b"one") + a_frame(b"two")

    peer.sendall(data[:9])
    with pytest.raises(TimeoutError), transport.having_timeout(0.05):
        transport.read_frame()
    peer.sendall(data[9:])

    assert [transport.read_frame()[2], transport.read_frame()[2]] == [b"one", b"two"]


def test_a_torn_frame_is_noticed(ends: Any) -> None:
    transport, peer = ends

    peer.sendall(a_frame(b"one", end=0))

    with pytest.raises(UnexpectedFrame):
        transport.read_frame()


def test_a_publisher_waits_while_too_much_is_unsent(ends: Any) -> None:
    transport, peer = ends
    sent = 0
    block = b"x" * 64 * 1024

    def publish_a_lot() -> None:
        nonlocal sent
        for _ in range(400):
            transport.wait_for_room()
            transport.write(block)
            sent += len(block)

    publisher = eventlet.spawn(publish_a_lot)
    while not transport._room:
        eventlet.sleep(0.01)
    transport.write(a_frame(b"heartbeat"))  # what does not ask for room is not held back
    held_at = sent
    eventlet.sleep(0.1)

    assert sent == held_at
    assert UNSENT_LIMIT < transport._unsent < UNSENT_LIMIT + 2 * len(block)
    received = 0
    while received < 400 * len(block):
        received += len(peer.recv(1024 * 1024))
    publisher.wait()
    assert sent == 400 * len(block)


def test_a_lost_peer_frees_the_publishers_and_tells_the_reader(ends: Any) -> None:
    transport, peer = ends
    outcome = Event()

    def publish_until_lost() -> None:
        try:
            while True:
                transport.wait_for_room()
                transport.write(b"x" * 64 * 1024)
        except OSError as error:
            outcome.send(error)

    eventlet.spawn(publish_until_lost)
    while not transport._room:
        eventlet.sleep(0.01)
    peer.close()

    with eventlet.Timeout(5):
        assert isinstance(outcome.wait(), OSError)
        with pytest.raises(OSError):
            transport.read_frame()
    assert not transport.connected


def test_a_reading_timeout_does_not_tear_a_write(ends: Any) -> None:
    """The reader sets a short timeout on the socket; the writer, held up by the peer, must not notice."""
    transport, peer = ends
    size = 16 * 1024 * 1024

    transport.write(b"y" * size)
    for _ in range(2):
        with pytest.raises(TimeoutError), transport.having_timeout(0.2):
            transport.read_frame()
    received = 0
    while received < size:
        received += len(peer.recv(1024 * 1024))

    assert received == size
    assert transport.connected
