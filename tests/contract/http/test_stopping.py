"""A server that stops answers what has begun, says so, and takes nothing new."""

import socket
import subprocess
import sys
from pathlib import Path

import eventlet
import pytest
from eventlet.event import Event

from chassis.http import HttpSettings, Limits, Response, port_of, route
from chassis.http.entrypoint import HttpServer
from tests.contract.http.client import Client, free_port, request_bytes

native_socket = eventlet.patcher.original("socket")
ROOT = Path(__file__).parents[3]


class Waiting:
    """`/wait` answers when it may leave."""

    name = "waiting"
    entered: Event
    leave: Event

    @route("GET", "/wait")
    def wait(self, request):
        self.entered.send()
        self.leave.wait()
        return Response(200, b"answered")

    @route("POST", "/echo")
    def echo(self, request):
        return Response(200, request.body)


@pytest.fixture
def waiting(serve):
    class Fresh(Waiting):
        http_settings = HttpSettings(limits=Limits(drain_seconds=5))
        entered, leave = Event(), Event()

    yield serve(Fresh)
    if not Fresh.leave.ready():
        Fresh.leave.send()


def _stop(container):
    """Stops it in the background; returns when nobody is accepted any longer."""
    stopping = eventlet.spawn(container.stop)
    port = port_of(container)
    with eventlet.Timeout(5):
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except ConnectionRefusedError:
                return stopping
            eventlet.sleep(0.01)


def test_a_request_in_flight_is_answered_while_the_server_stops(waiting, connect):
    busy, idle = connect(waiting), connect(waiting)
    idle.ask("POST", "/echo", b"x")
    busy.send(request_bytes("GET", "/wait"))
    waiting.service_cls.entered.wait()

    stopping = _stop(waiting)
    waiting.service_cls.leave.send()

    answer = busy.answer()
    assert (answer.body, answer.headers["connection"]) == (b"answered", "close")
    assert busy.is_closed()
    assert idle.is_closed()
    stopping.wait()


def test_a_body_that_is_arriving_is_waited_for(waiting, connect):
    client = connect(waiting)
    wire = request_bytes("POST", "/echo", b"0123456789")
    client.send(wire[:-5])
    _let_the_server_read(waiting, client)

    stopping = _stop(waiting)
    client.send(wire[-5:])

    assert client.answer().body == b"0123456789"
    stopping.wait()


def _let_the_server_read(container, client):
    """Another connection's answer shows that the server has been round."""
    other = Client(port_of(container))
    other.ask("POST", "/echo", b"x")
    other.close()


def test_an_idle_connection_is_still_served_while_another_request_is_in_flight(waiting, connect):
    busy, idle = connect(waiting), connect(waiting)
    idle.ask("POST", "/echo", b"x")
    busy.send(request_bytes("GET", "/wait"))
    waiting.service_cls.entered.wait()

    stopping = _stop(waiting)
    answer = idle.ask("POST", "/echo", b"late")
    waiting.service_cls.leave.send()

    assert (answer.body, answer.headers["connection"]) == (b"late", "close")
    assert busy.answer().status == 200
    stopping.wait()


def test_a_request_that_came_with_the_stop_is_still_answered(waiting, connect):
    kept = connect(waiting)
    kept.ask("POST", "/echo", b"x")
    [server] = [extension for extension in waiting.subextensions if isinstance(extension, HttpServer)]

    # Nothing here lets another greenlet run: the kernel holds both requests, and one connection is not even accepted.
    with native_socket.create_connection(("127.0.0.1", port_of(waiting)), timeout=5) as new:
        kept.send(request_bytes("POST", "/echo", b"kept"))
        new.sendall(request_bytes("POST", "/echo", b"new"))
        server.drain()

        assert kept.answer().body == b"kept"
        assert new.recv(65536).endswith(b"\r\n\r\nnew")


def test_processes_may_share_a_port(serve, connect):
    class Shared(Waiting):
        http_settings = HttpSettings(reuse_port=True)
        entered, leave = Event(), Event()

    first = serve(Shared, port=free_port())
    second = serve(Shared, port=port_of(first))

    assert port_of(second) == port_of(first)
    first.stop()
    assert connect(second).ask("POST", "/echo", b"x").status == 200


def test_a_request_that_takes_too_long_does_not_hold_the_stop(serve, connect):
    class Stuck(Waiting):
        http_settings = HttpSettings(limits=Limits(drain_seconds=0.1))
        entered, leave = Event(), Event()

    container = serve(Stuck)
    client = connect(container)
    client.send(request_bytes("GET", "/wait"))
    Stuck.entered.wait()

    stopping = eventlet.spawn(container.stop)

    assert client.is_closed()
    Stuck.leave.send()
    stopping.wait()


def test_a_container_can_be_started_again_at_the_same_port(serve, connect):
    class Fixed(Waiting):
        entered, leave = Event(), Event()

    first = serve(Fixed)
    port = port_of(first)
    assert connect(first).ask("POST", "/echo", b"x").status == 200
    first.stop()

    second = serve(Fixed, port=port)

    assert port_of(second) == port
    assert connect(second).ask("POST", "/echo", b"x").status == 200


def test_a_container_that_is_killed_stops_listening(serve, connect):
    class Killed(Waiting):
        entered, leave = Event(), Event()

    container = serve(Killed)
    client, port = connect(container), port_of(container)
    assert client.ask("POST", "/echo", b"x").status == 200

    container.kill()

    assert client.is_closed()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


PROCESS = """
import eventlet; eventlet.monkey_patch()
import signal, socket
from nameko.containers import ServiceContainer
from chassis.config import Settings
from chassis.http import Response, port_of, route

class App:
    name = "app"

    @route("GET", "/wait")
    def wait(self, request):
        print("entered", flush=True)
        eventlet.sleep(0.3)
        return Response(200, b"answered")

container = ServiceContainer(App, {"settings": Settings(port=0)})
container.start()
# The hub sleeps in the kernel while nothing happens: a signal has to come in as a byte to be seen at once.
woken, wake = socket.socketpair()
wake.setblocking(False)
signal.set_wakeup_fd(wake.fileno())
signal.signal(signal.SIGTERM, lambda *_: None)
print(port_of(container), flush=True)
woken.recv(1)
container.stop()
"""


def test_a_process_told_to_terminate_answers_first():
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PROCESS], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    client = Client(int(process.stdout.readline()))
    client.send(request_bytes("GET", "/wait"))
    assert process.stdout.readline() == "entered\n"

    process.terminate()

    assert client.answer().body == b"answered"
    assert client.is_closed()
    assert process.wait(timeout=5) == 0
