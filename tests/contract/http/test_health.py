"""What a process says about itself, at its own port and mounted at another."""

import json

import eventlet
import pytest
from eventlet.event import Event

from chassis import logs, metrics
from chassis.health import Health, HealthServer, NotReady, WorkerWatch, process_health
from chassis.http import Response, route
from contracts.refusal import NotFound
from tests.contract.http.apps import Teapot
from tests.contract.http.client import free_port


def readiness(health):
    response = health.readyz()
    return response.status, json.loads(response.body)


def test_a_process_without_checks_is_ready():
    assert readiness(Health()) == (200, {"status": "ready", "checks": {}, "facts": {}})


def test_one_failing_check_makes_the_process_unready_and_is_named():
    health = Health()
    health.add_check("things", "database", lambda: None)
    health.add_check("things", "migrations", _raise(NotReady("2 migrations are missing")))
    health.add_check("things", "broker", _raise(OSError("amqp://user:secret@host refused")))

    status, document = readiness(health)

    assert (status, document["status"]) == (503, "not_ready")
    assert document["checks"] == {
        "things.database": {"state": "ok"},
        "things.migrations": {"state": "failed", "reason": "2 migrations are missing"},
        "things.broker": {"state": "failed", "reason": "OSError"},
    }


def _raise(error):
    def check():
        raise error

    return check


def test_checks_run_beside_each_other_and_a_slow_one_is_not_waited_for():
    health, never = Health(check_seconds=0.2), Event()
    for number in range(10):
        health.add_check("things", f"slow_{number}", never.wait)

    with eventlet.Timeout(1):
        status, document = readiness(health)

    assert status == 503
    assert {check["state"] for check in document["checks"].values()} == {"timed_out"}


def test_the_checks_of_an_owner_that_stopped_count_no_longer():
    health = Health()
    health.add_check("things", "database", _raise(OSError()))

    health.remove("things")

    assert readiness(health)[0] == 200


def test_facts_are_shown_and_never_make_the_process_unready():
    health = Health()
    health.add_fact("clock_offset_seconds", lambda: 604800)
    health.add_fact("broken", _raise(KeyError("x")))

    status, document = readiness(health)

    assert status == 200
    assert document["facts"] == {"clock_offset_seconds": 604800, "broken": {"unknown": "KeyError"}}


class Watched:
    """Mounts health at its own port, as a gateway does."""

    name = "watched"
    health = HealthServer()
    watch = WorkerWatch()

    @route("GET", "/livez")
    def livez(self, request):
        return self.health.livez()

    @route("GET", "/metrics")
    def metrics(self, request):
        return self.health.metrics()

    @route("GET", "/request-id")
    def request_id(self, request):
        return Response(200, logs.current_request_id().encode())

    @route("GET", "/teapot")
    def teapot(self, request):
        raise Teapot()

    @route("GET", "/refused")
    def refused(self, request):
        raise NotFound()


class Neighbour(Watched):
    name = "neighbour"


def test_two_containers_of_a_process_share_one_health_port_and_a_second_start_works(serve, connect):
    port = free_port()
    for _ in range(2):
        first, second = serve(Watched, health_port=port), serve(Neighbour, health_port=port)
        process_health.add_check("watched", "database", _raise(OSError()))

        assert connect(port).ask("GET", "/livez").json() == {"status": "alive"}
        assert connect(port).ask("GET", "/readyz").status == 503
        first.stop()
        assert connect(port).ask("GET", "/readyz").status == 200
        assert b"worker_seconds" in connect(port).ask("GET", "/metrics").body

        second.stop()
        with pytest.raises(ConnectionRefusedError):
            connect(port)


def test_without_a_health_port_nothing_listens_but_the_functions_can_be_mounted(serve, connect):
    client = connect(serve(Watched))

    assert HealthServer.server is None
    assert client.ask("GET", "/livez").json() == {"status": "alive"}
    assert client.ask("GET", "/metrics").headers["content-type"].startswith("text/plain")


def test_a_workers_log_lines_have_the_id_of_its_request(serve, connect):
    client = connect(serve(Watched))

    assert client.ask("GET", "/request-id", X_Request_Id="order-7").body == b"order-7"
    assert client.ask("GET", "/request-id", X_Request_Id="order-8").body == b"order-8"


def test_every_worker_is_timed_with_its_outcome(serve, connect):
    client = connect(serve(Watched))
    for path in ("/request-id", "/teapot", "/refused"):
        client.ask("GET", path)

    counted = client.ask("GET", "/metrics").body.decode()

    assert 'worker_seconds_count{method="request_id",outcome="ok",service="watched"}' in counted
    assert 'worker_seconds_count{method="teapot",outcome="refused",service="watched"}' in counted
    assert 'worker_seconds_count{method="refused",outcome="refused",service="watched"}' in counted
    assert 'refusals_total{code="teapot"}' in counted


def test_a_family_is_made_once_however_often_it_is_asked_for():
    first = metrics.counter("test_questions_total", "How many?", ("kind",))

    assert metrics.counter("test_questions_total", "How many?", ("kind",)) is first
    with pytest.raises(ValueError, match="another kind or other labels"):
        metrics.counter("test_questions_total", "How many?", ("other",))
    with pytest.raises(ValueError, match="another kind or other labels"):
        metrics.gauge("test_questions_total", "How many?", ("kind",))


def test_every_question_has_its_family():
    metrics.set_outbox("things", oldest_seconds=1.5, unpublished=3)
    metrics.set_inbox("things", waiting=2, quarantined=1)
    metrics.count_published("things", 5)
    metrics.observe_call("things", "show", "timed_out", 0.2)

    counted = metrics.exposition().decode()

    for line in (
        'outbox_oldest_seconds{service="things"} 1.5',
        'outbox_unpublished{service="things"} 3.0',
        'inbox_waiting{service="things"} 2.0',
        'inbox_quarantined{service="things"} 1.0',
        'relay_published_total{service="things"} 5.0',
        'rpc_calls_seconds_count{method="show",outcome="timed_out",service="things"} 1.0',
    ):
        assert line in counted
    metrics.forget_outbox("things")
    assert 'outbox_unpublished{service="things"}' not in metrics.exposition().decode()
