"""`amqps://`: a broker behind TLS, which is py-amqp's own socket with our connection around it."""

import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import SHUT_RDWR
from typing import Any
from urllib.parse import urlsplit

import eventlet
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from nameko.containers import ServiceContainer

from chassis.bus.publisher import ConfirmedPublisher
from chassis.rpc.transport.client import RpcClient
from chassis.rpc.transport.server import ServiceCall
from chassis.rpc.transport.wire import Call
from console.backing.rabbitmq import PrivateRabbit
from tests.contract.bus.test_publisher import a_topology, an_event


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A self-signed certificate with its key, trusted by this process for the test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "broker.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


@pytest.fixture
def secure_uri(rabbit: PrivateRabbit, certificate: Path) -> Iterator[str]:
    """The address of a proxy that takes TLS off."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = eventlet.listen(("127.0.0.1", 0))
    plain = urlsplit(rabbit.uri())

    def serve(client: Any) -> None:
        secure = context.wrap_socket(client, server_side=True)
        broker = eventlet.connect((plain.hostname, plain.port))
        eventlet.spawn_n(_copy, broker, secure)
        _copy(secure, broker)

    def accept() -> None:
        while True:
            client, _ = listener.accept()
            eventlet.spawn_n(serve, client)

    acceptor = eventlet.spawn(accept)
    port = listener.getsockname()[1]
    yield f"amqps://{plain.username}:{plain.password}@{plain.hostname}:{port}{plain.path}"
    acceptor.kill()
    listener.close()


def test_calls_and_events_travel_over_tls(secure_uri: str, service: str) -> None:
    class Service:
        name = service

        @ServiceCall.decorator
        def echo(self, call: Call) -> Any:
            return call.arguments

    container = ServiceContainer(Service, {"AMQP_URI": secure_uri})
    container.start()
    client = RpcClient(secure_uri)
    client.start()
    client_ready = eventlet.spawn(_call_until_answered, client, service)
    client_ready.wait()
    large = {"text": "文" * 100_000}

    answers = [
        greenlet.wait()
        for greenlet in [eventlet.spawn(client.call, service, "echo", large, headers={}, timeout=10) for _ in range(50)]
    ]
    publisher = ConfirmedPublisher(secure_uri, topology=a_topology(service))
    receipt = publisher.publish([an_event(service) for _ in range(100)])

    assert answers == [large] * 50
    assert len(receipt.confirmed) == 100
    publisher.close()
    client.stop()
    container.stop()


def _call_until_answered(client: RpcClient, service: str) -> None:
    with eventlet.Timeout(10):
        while True:
            try:
                client.call(service, "echo", {}, headers={}, timeout=1)
            except Exception:  # noqa: BLE001  # the service is still connecting
                eventlet.sleep(0.05)
            else:
                return


def _copy(source: Any, target: Any) -> None:
    with suppress(OSError, EOFError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError, EOFError):
        target.shutdown(SHUT_RDWR)
    source.close()
