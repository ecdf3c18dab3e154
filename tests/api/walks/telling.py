"""How people are told, and what their phones are good for: channels, codes, text messages that were given up."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

from chassis.db.pool import Pool
from chassis.sealing import sealer_from
from chassis.units import Units
from console.demo import cast
from contracts.actor import Actor
from contracts.signature import is_signed_by
from services.registry.domain.accounts import PHONE
from services.registry.domain.sms import TRIES, Template, Text, write_text
from services.registry.storage.unit import RegistryUnit
from tests.api.examiner import ExaminedClient
from tests.api.stage import Stage
from tests.receiver import receiving
from tests.texted import texted

SECONDS = 30.0


def walk_codes(stage: Stage) -> None:
    """The city offers codes; one enterprise binds its phone and signs in with one, another recovers its password."""
    settings = {"login_methods": ["password", "sms_code"], "login_source": "示例", "reminder_working_days": 1}
    stage.city.administrator.put("/settings", settings)
    visitor = stage.city.visitor
    login = _with_bound_phone(stage, "13800000701")
    asked = visitor.post("/sign-in-codes", {"login": login})
    code = texted(stage.installation.data, "13800000701", "sign_in_code")
    visitor.post("/code-sessions", {"code_id": asked["id"], "code": code})
    login = _with_bound_phone(stage, "13800000702")
    asked = visitor.post("/password-recovery-codes", {"login": login})
    code = texted(stage.installation.data, "13800000702", "recovery_code")
    new = {"code_id": asked["id"], "code": code, "new_password": cast.PASSWORD}
    visitor.post("/password-recovery-codes/completion", new)


def walk_text_messages(stage: Stage) -> None:
    """One that the gateway never took is tried anew."""
    message_id = _given_up(stage)
    administrator = stage.city.administrator
    assert [each["id"] for each in administrator.get("/text-messages")["items"]] == [message_id]
    administrator.post(f"/text-messages/{message_id}/retry")


def walk_webhooks(stage: Stage) -> None:
    """An enterprise's own system is told what happens to it, from the secret to the end."""
    _, owner = stage.newcomer()
    with receiving() as receiver:
        webhook = owner.post("/organisation/webhooks", {"url": receiver.url, "events": []})["id"]
        path = f"/organisation/webhooks/{webhook}"
        secret = owner.post(f"{path}/secret")["secret"]
        owner.put("/organisation/profile", {"staff": 12})
        delivery = _delivered(owner, path)
        owner.post(f"{path}/deliveries/{delivery['id']}/redelivery")
        (request, *_) = receiver.received
    assert is_signed_by(secret, request.headers, request.body, now=int(request.headers["Shuzhuan-Timestamp"]))
    owner.put(path, {"url": "http://localhost:9/hook", "events": ["organisation_changed"]})
    owner.post(f"{path}/disablement")
    owner.delete(f"{path}/disablement")
    owner.delete(path)
    kept = stage.enterprise.post("/organisation/webhooks", {"url": "http://localhost:9/", "events": ["tranche_paid"]})
    stage.know("registry", webhook_id=kept["id"])


def _delivered(owner: ExaminedClient, path: str) -> Any:
    """The first delivery, once it is delivered."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        found = owner.get(f"{path}/deliveries", state="delivered")["items"]
        if found:
            return found[0]
        time.sleep(0.1)
    raise TimeoutError("nothing was delivered")


def _with_bound_phone(stage: Stage, phone: str) -> str:
    enterprise, owner = stage.newcomer()
    asked = owner.post("/account/phone-codes", {"phone": phone, "current_password": cast.PASSWORD})
    _bind(stage, owner, asked["id"], phone)
    return enterprise.code


def _bind(stage: Stage, owner: ExaminedClient, code_id: str, phone: str) -> None:
    owner.put("/account/phone", {"code_id": code_id, "code": texted(stage.installation.data, phone, "phone_code")})


def _given_up(stage: Stage) -> str:
    """As the sender leaves one after its last try, which takes an hour."""
    settings, city = stage.installation.settings, stage.city.visitor.city
    sealer, now = sealer_from(settings.sealing_keys), stage.clock.now()
    text = Text(template=Template.NOTICE, parameters={"kind": "tranche_paid", "text": "示例"})
    phone = sealer.seal("13800000703", purpose=PHONE)
    message = write_text(id=uuid4(), city=city, phone=phone, text=text, sealer=sealer, now=now)
    for _ in range(TRIES):
        message = message.leased(now).failed(now, "status 400")
    pool = Pool(settings.database("registry"), size=1)
    units = Units(pool, RegistryUnit)
    with units.open(Actor.system(city), request_id="walk", now=now) as unit:
        unit.texts.add(message)
        units.commit(unit)
    pool.close()
    return str(message.id)
