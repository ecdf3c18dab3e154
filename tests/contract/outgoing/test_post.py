"""Posting to another system over a real connection, and what keeps the other system from harming this one."""

from __future__ import annotations

import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chassis.outgoing import Answer, NotSent, anywhere, at_once, post
from tests.receiver import Reply, receiving

SECONDS = 2.0


def test_what_is_posted_arrives_and_its_answer_comes_back() -> None:
    with receiving() as receiver:
        receiver.replies.append(Reply(202, body="收到".encode()))

        answer = post(f"{receiver.url}?a=1", b'{"n":1}', {"X-Mark": "m"}, seconds=SECONDS, admits=anywhere)

    (request,) = receiver.received
    assert answer == Answer(202, "收到")
    assert answer.is_taken
    assert (request.path, request.body, request.headers["X-Mark"]) == ("/hook?a=1", b'{"n":1}', "m")
    assert request.headers["Host"] == f"localhost:{receiver.port}"


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with receiving() as receiver, receiving() as elsewhere:
        receiver.replies.append(Reply(307, (("Location", elsewhere.url),)))

        answer = post(receiver.url, b"{}", {}, seconds=SECONDS, admits=anywhere)

    assert (answer.status, answer.is_taken) == (307, False)
    assert elsewhere.received == []


def test_the_deadline_is_over_all_of_it_however_the_receiver_spreads_its_answer() -> None:
    dripping = Reply(200, pieces=tuple((b"x", 0.1) for _ in range(50)))
    with receiving() as receiver:
        receiver.replies += [Reply(after_seconds=5), dripping]
        for _ in range(2):
            began = time.monotonic()

            with pytest.raises(NotSent) as refused:
                post(receiver.url, b"{}", {}, seconds=0.4, admits=anywhere)

            assert refused.value.reason == "timed_out"
            assert time.monotonic() - began < 2


def test_an_address_that_is_not_admitted_is_not_even_connected_to() -> None:
    asked = []

    def refuse(address: object) -> bool:
        asked.append(address)
        return False

    with receiving() as receiver, pytest.raises(NotSent) as refused:
        post(receiver.url, b"{}", {}, seconds=SECONDS, admits=refuse)

    assert refused.value.reason == "address_refused"
    assert asked[0] in (ip_address("127.0.0.1"), ip_address("::1"))
    assert receiver.received == []


@pytest.mark.parametrize(("host", "reason"), [("nowhere.invalid", "not_resolved"), ("127.0.0.1", "not_connected")])
def test_what_cannot_be_reached_is_said_without_its_address(host: str, reason: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening
        port = taken.getsockname()[1]

        with pytest.raises(NotSent) as refused:
            post(f"http://{host}:{port}/", b"{}", {}, seconds=5, admits=anywhere)

    assert str(refused.value) == refused.value.reason == reason


def test_a_certificate_counts_for_the_name_although_the_address_is_what_is_connected_to(tmp_path: Path) -> None:
    right, other = (_certificate(tmp_path / name, name) for name in ("localhost", "elsewhere.example"))
    for file, reason in ((right, None), (other, "not_connected")):
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(file)
        trust = ssl.create_default_context(cafile=str(file))
        with receiving(server) as receiver:
            if reason is None:
                assert post(receiver.url, b"{}", {}, seconds=SECONDS, admits=anywhere, trust=trust).status == 204
                continue
            with pytest.raises(NotSent) as refused:
                post(receiver.url, b"{}", {}, seconds=SECONDS, admits=anywhere, trust=trust)
            assert refused.value.reason == reason


def test_one_that_is_slow_holds_up_no_other() -> None:
    done: list[str] = []
    with receiving() as slow, receiving() as quick:
        slow.replies.append(Reply(after_seconds=0.3))

        def job(name: str, url: str) -> None:
            post(url, b"{}", {}, seconds=SECONDS, admits=anywhere)
            done.append(name)

        at_once([lambda: job("slow", slow.url), lambda: job("quick", quick.url)], most=2)

    assert done == ["quick", "slow"]


def _certificate(path: Path, name: str) -> Path:
    """A key and its own certificate for a name, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + certificate.public_bytes(pem))
    return path
