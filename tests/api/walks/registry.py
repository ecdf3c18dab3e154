"""Accounts and their people, organisations and what they ask to change, the pool, lists and calendar."""

from __future__ import annotations

import csv
import io
import re
from itertools import chain

from console.demo import cast
from console.demo.people import mailed
from tests.api.stage import Stage

_TOKEN = re.compile(r"token:\s+(\S+)")


def walk_accounts(stage: Stage) -> None:
    """One's own account, a forgotten password, a colleague who comes and goes, an account that is closed and opened."""
    enterprise, owner = stage.newcomer()
    owner.put("/account/contact", {"current_password": cast.PASSWORD, "phone": "13800000001"})
    preference = owner.get("/account/message-preferences")["items"][0]
    owner.put(f"/account/message-preferences/{preference['kind']}", {"by_mail": False})
    owner.put(f"/organisation/message-preferences/{preference['group']}", {"by_sms": True, "by_mail": None})
    stage.city.visitor.post("/password-recoveries", {"login": enterprise.code})
    token = mailed(stage.city.mailbox, enterprise.email, _TOKEN)
    stage.city.visitor.post("/password-recoveries/completion", {"token": token, "new_password": cast.PASSWORD})
    owner = stage.signed_in(enterprise.code)
    sessions = {each["id"] for each in owner.get("/sessions")["items"]}
    other = stage.signed_in(enterprise.code)
    (opened,) = {each["id"] for each in owner.get("/sessions")["items"]} - sessions
    other.delete(f"/sessions/{opened}")
    owner.post("/organisation/invitations", {"name": "示例同事", "email": "colleague@demo.invalid"})
    token = mailed(stage.city.mailbox, "colleague@demo.invalid", _TOKEN)
    acceptance = {"token": token, "login": "colleague", "password": cast.PASSWORD, "terms_version": "1"}
    colleague = stage.city.visitor.post("/invitations/acceptance", acceptance)
    owner.delete(f"/organisation/members/{colleague['id']}")
    _close_and_open(stage)


def _close_and_open(stage: Stage) -> None:
    spare = {"login": "spare", "name": "spare", "email": "spare@demo.invalid", "roles": ["city_officer"]}
    account = stage.city.administrator.post("/staff-accounts", spare)
    stage.city.administrator.post(f"/accounts/{account['id']}/disablement", {"reason": "离岗"})
    stage.city.administrator.delete(f"/accounts/{account['id']}/disablement")
    message = stage.enterprise.get("/messages")["items"][0]
    stage.enterprise.put(f"/messages/{message['id']}/read-mark")
    stage.enterprise.put("/messages/read-mark")
    stage.know("registry", account_id=account["id"], message_id=message["id"], topic=message["kind"])


def walk_organisations(stage: Stage) -> None:
    """A change that is decided, one that is taken back, and an account for payment from entry to change."""
    officer = stage.city.officer
    enterprise, client = stage.newcomer()
    renamed = client.post("/organisation/name-changes", {"name": f"{enterprise.name}（更名）", "reason": "更名"})
    officer.post(f"/change-requests/{renamed['id']}/decision", {"is_approved": True, "opinion": "同意"})
    moved = client.post("/organisation/division-changes", {"division": cast.GANJINGZI_DISTRICT, "reason": "迁址"})
    client.post(f"/organisation/change-requests/{moved['id']}/withdrawal")
    name = client.get("/organisation")["name"]
    details = {
        "account_name": name,
        "bank_name": "示例银行大连分行",
        "branch_code": "000000000001",
        "number": cast.account_number(enterprise),
    }
    payee = client.post("/organisation/payee-accounts", details)["id"]
    client.put(f"/organisation/payee-accounts/{payee}", {**details, "bank_name": "示例银行中山支行"})
    officer.post(f"/payee-accounts/{payee}/confirmation")
    change = {**details, "bank_name": "示例银行甘井子支行", "reason": "换开户行"}
    client.post(f"/organisation/payee-accounts/{payee}/change-requests", change)
    organisation = stage.enterprise.get("/organisation")["id"]
    stage.know("registry", organisation_id=organisation, aggregate_id=organisation)
    stage.know("registry", request_id=moved["id"], payee_id=payee)


def walk_lists(stage: Stage) -> None:
    """An exclusion list, a place, and a year of the calendar."""
    content = io.StringIO()
    listed = chain([("统一社会信用代码", "企业名称")], [(cast.code(8001), "大连示例失信有限公司")])
    csv.writer(content).writerows(listed)
    file = stage.city.officer.upload(content.getvalue().encode(), "list.csv", "text/csv")
    edition = {"edition_on": stage.clock.today().isoformat(), "file": file}
    stage.city.officer.post("/exclusion-lists/dishonest/editions", edition)
    place = {"name": "示例先导区", "level": "district", "parent": "210200"}
    stage.city.administrator.put("/divisions/210299", place)
    holiday = {"is_confirmed": False, "exceptions": {"2031-01-01": False}}
    stage.city.officer.put("/calendar-years/2031", holiday)
    stage.know("registry", list_code="dishonest", code="210299", year=2031)
