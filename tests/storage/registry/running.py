"""A running registry on the embedded bus, called as the gateway calls it."""

from __future__ import annotations

import email
import email.policy
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import eventlet
import orjson
from marshmallow import Schema

from casework.shelf import put_on_shelf
from chassis import runner
from chassis.auth import make_key_pair, signer_from
from chassis.blobs import blobs_of
from chassis.bus.publisher import ConfirmedPublisher, Publication
from chassis.config import Settings
from chassis.rpc.transport.client import RpcClient
from chassis.sealing import make_sealing_keys
from chassis.subscriptions import TOPOLOGY
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import PackReleased
from contracts.refusal import refusal_from_wire
from contracts.wire import to_json
from policy.canonical import canonical_json
from policy.packs import Pack
from services.registry.bootstrap import registry_of
from services.registry.domain.divisions import DivisionSpec, Level
from services.registry.service import RegistryService
from tests.builders_pool import pool_pack
from tests.builders_registry import CITY, NOON, WHOLE_CITY, ZHONGSHAN_DISTRICT

DIVISIONS = (
    DivisionSpec(code=WHOLE_CITY, name="大连市", level=Level.CITY),
    DivisionSpec(code=ZHONGSHAN_DISTRICT, name="中山区", level=Level.DISTRICT, parent=WHOLE_CITY),
)


class Caller:
    """Calls the service as the gateway does."""

    def __init__(self, settings: Settings) -> None:
        self.client = RpcClient(settings.amqp_uri, decode_error=refusal_from_wire)
        self.settings = settings
        self.signer = signer_from(settings.actor_private_key)
        self.mail = settings.data / "mail"
        self.blobs = blobs_of(settings)
        self.publisher = ConfirmedPublisher(settings.amqp_uri, topology=TOPOLOGY)
        self.client.start()

    def __call__(
        self, method: str, actor: Actor | None = None, *, answer: type[Schema] | None = None, **arguments: Any
    ) -> Any:
        """What the service answers; checked against the schema that the API documents, where one is named."""
        headers = {"city": CITY, "request_id": "r", "client": "192.0.2.1"}
        headers |= {"key": uuid4().hex, "fingerprint": hashlib.sha256(repr(arguments).encode()).hexdigest()}
        if actor is not None:
            headers["actor"] = self.signer.sign(actor)
        answered = self.client.call("registry", method, arguments, headers=headers, timeout=10)
        if answer is not None:
            assert answer().validate(answered) == {}, method
        return answered

    def publish(self, event: Event) -> None:
        """Publish an event as its own service's relay would."""
        publication = Publication(
            message_id=str(uuid4()),
            exchange=f"{event.SERVICE}.events",
            routing_key=event.NAME,
            body=orjson.dumps(to_json(event)),
            headers={"name": event.NAME, "version": event.VERSION, "city": event.city, "request_id": "r", "actor": ""},
        )
        assert self.publisher.publish([publication]).confirmed

    def release(self, pack: Pack) -> None:
        """Put a pack on the shelf and announce it, as the declaration service would; waits until it is heard."""
        put_on_shelf(self.blobs, canonical_json(pack.compiled))
        whose = {"city": CITY, "aggregate_id": uuid4(), "sequence": 1, "at": NOON, "actor": uuid4()}
        self.publish(PackReleased(**whose, pack=pack.ref.text, sha256=pack.ref.sha256))  # type: ignore[arg-type]
        with eventlet.Timeout(20):
            while not self("list_provider_kinds")["items"]:
                eventlet.sleep(0.05)

    def actor_of(self, token: str) -> Actor:
        """Whom the gateway would sign for this token."""
        found = self("actor_of", token_sha256=hashlib.sha256(token.encode()).hexdigest())
        return Actor.from_claims(found["actor"])

    def letter_to(self, address: str) -> str:
        """The newest mail to an address, waited for."""
        with eventlet.Timeout(20):
            while not (letters := sorted((self.mail / address).glob("*.eml"))):
                eventlet.sleep(0.05)
        message = email.message_from_bytes(letters[-1].read_bytes(), policy=email.policy.default)
        text: str = message.get_content()
        return text


@contextmanager
def running_registry(folder: Path, database_url: str) -> Iterator[Caller]:
    """A running registry with an administrator and a seeded city, and what calls it."""
    settings = _settings(folder, database_url)
    with registry_of(settings) as registry:
        registry.seed_city(CITY, divisions=DIVISIONS, exceptions={})
        registry.create_administrator(CITY, login="admin", name="管理员", password="Verwalter-Wort-1")
    running = runner.start([RegistryService], settings)
    caller = Caller(settings)
    caller.release(pool_pack())
    yield caller
    caller.client.stop()
    running.stop()


def _settings(folder: Path, database_url: str) -> Settings:
    keys = folder / "keys"
    make_key_pair(keys / "actor.key", keys / "actor.pub")
    make_sealing_keys(keys / "sealing.json")
    return Settings(
        amqp_uri=f"embedded://tests/{uuid4().hex}",
        database_url=database_url,
        data=folder,
        environment="development",
        blobs=str(folder / "blobs"),
        actor_private_key=str(keys / "actor.key"),
        actor_public_key=str(keys / "actor.pub"),
        sealing_keys=str(keys / "sealing.json"),
    )


def initial_password_in(letter: str) -> str:
    lines = letter.splitlines()
    return lines[lines.index("初始密码 / initial password:") + 1]


OFFICER = Actor(account_id=uuid4(), city=CITY, roles=frozenset({"city_officer"}))


def an_applicant(call: Caller, kind: str, code: str, name: str) -> Actor:
    """Somebody who registered and may act; the password is not what is tested here."""
    registered = call(
        "register",
        kind=kind,
        name=name,
        credit_code=code,
        division=ZHONGSHAN_DISTRICT,
        contact_name="甲某",
        phone="13912345678",
        email=f"{code.lower()}@example.com",
        terms_version="2024-03",
    )
    return Actor(
        account_id=registered["account_id"],
        city=CITY,
        roles=frozenset({kind}),
        organisation_id=UUID(registered["id"]),
        credit_code=code,
        division=ZHONGSHAN_DISTRICT,
    )
