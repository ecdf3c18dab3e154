"""An enterprise is told the way it wants, its own system as well, and its phone is good for signing in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.demo import cast
from console.demo.city import City, set_up
from console.demo.client import Client, Refused
from console.demo.declaring import declared, joined
from console.demo.first_start import ADMINISTRATOR
from contracts.signature import is_signed_by
from tests.faults.probe_processes import eventually
from tests.flow.conftest import Played
from tests.receiver import receiving
from tests.texted import texted

PHONED, HOOKED = (
    replace(each, key=f"told-{each.key}", code=cast.code(2100 + n)) for n, each in enumerate(cast.numbered(2))
)
PHONE = "13800000711"
BOTH = {"login_methods": ["password", "sms_code"], "login_source": "示例", "reminder_working_days": 1}


@pytest.fixture
def city(played: Played) -> City:
    """As the demonstration set it up."""
    demonstration = played.demonstration()
    visitor = Client(demonstration.address, cast.CITY, demonstration.key_prefix)
    return set_up(visitor, ADMINISTRATOR, pack=demonstration.pack, mailbox=demonstration.mailbox, say=lambda line: None)


@pytest.mark.shows("XA3")
def test_an_enterprise_signs_in_by_a_code_that_goes_to_its_bound_phone(city: City, played: Played) -> None:
    owner, visitor, data = joined(city, PHONED), city.visitor, played.installation.data
    city.administrator.put("/settings", BOTH)
    asked = owner.post("/account/phone-codes", {"phone": PHONE, "current_password": cast.PASSWORD})
    owner.put("/account/phone", {"code_id": asked["id"], "code": texted(data, PHONE, "phone_code")})

    known = visitor.post("/sign-in-codes", {"login": PHONED.code})
    unknown = visitor.post("/sign-in-codes", {"login": cast.code(9999)})
    code = texted(data, PHONE, "sign_in_code")
    with pytest.raises(Refused) as refused:
        visitor.post("/code-sessions", {"code_id": unknown["id"], "code": code})
    session = visitor.post("/code-sessions", {"code_id": known["id"], "code": code})

    assert known.keys() == unknown.keys()
    assert (refused.value.status, refused.value.code) == (401, "code_not_valid")
    assert visitor.signed_in(session["token"]).get("/organisation")["credit_code"] == PHONED.code


@pytest.mark.shows("ALL5")
def test_what_happens_to_a_case_is_told_per_kind_and_channel_to_people_and_to_their_own_system(
    city: City, played: Played
) -> None:
    owner = joined(city, HOOKED)
    owner.put("/account/message-preferences/decided", {"by_mail": False})
    with receiving() as receiver:
        webhook = owner.post("/organisation/webhooks", {"url": receiver.url, "events": []})["id"]
        secret = owner.post(f"/organisation/webhooks/{webhook}/secret")["secret"]
        declaration = declared(city, owner, HOOKED)
        reason = {"reason_code": "false_materials", "text": "经核查，附件4与实际不符"}
        city.officer.post(f"/declarations/{declaration['id']}/voidance", reason)

        def pushed() -> list[dict[str, Any]]:
            about = [request.json for request in receiver.received]
            return [each for each in about if each["aggregate_id"] == declaration["id"]]

        eventually(lambda: [each["name"] for each in pushed()][-1:] == ["declaration_withdrawn"])

    def told() -> list[str]:
        items = owner.get("/changes/message", after=0, limit=200)["items"]
        return [each["kind"] for each in items if each["subject_id"] == declaration["id"]]

    eventually(lambda: "declaration_voided" in told())
    sequences = [each["sequence"] for each in pushed()]
    for request in receiver.received:
        assert is_signed_by(secret, request.headers, request.body, now=int(request.headers["Shuzhuan-Timestamp"]))
    assert sequences == sorted(sequences)
    assert pushed()[-1]["payload"]["reason"] == reason["text"]
    assert told() == ["declaration_submitted", "declaration_voided"]
    mails = [path.read_text() for path in (city.mailbox / HOOKED.email).glob("*.eml")]
    assert len(mails) == 1  # the initial password's
