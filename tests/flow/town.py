"""A city set up from its real pack on a running platform, with everybody at their desks: for flows of any programme."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from chassis.clock import CHINA, AdjustableClock, clock_file, clock_of
from chassis.config import Settings
from console.demo import cast
from console.demo.city import register, release
from console.demo.client import Client, after_news
from console.demo.documents import pdf
from console.demo.founding import found_city
from console.demo.people import signed_in
from console.installation import Installation
from contracts.codes import with_check_character
from contracts.money import Money
from policy.pack import Pack
from policy.packs import load_folder

ADMINISTRATOR = "admin"
PATIENCE_SECONDS = 60.0

Desk = tuple[str, str, str | None]
"""Login, role, and the division served (None: all of it)."""

CITY_HALL: tuple[Desk, ...] = (
    ("officer", "city_officer", None),
    ("assessor", "third_party_assessor", None),
    ("finance-maker", "finance_maker", None),
    ("finance-checker", "finance_checker", None),
)


def set_clock(data: Path, moment: str) -> None:
    """Business time of a platform that is still to be started, as people in the city read it."""
    ahead = datetime.fromisoformat(moment).replace(tzinfo=CHINA) - datetime.now(CHINA)
    path = clock_file(Settings.from_environment({"SHUZHUAN_DATA": str(data)}))
    path.write_text(str(int(ahead.total_seconds())))


@dataclass
class Town:
    """One city: its people, its rounds by batch, and the clock of its platform."""

    pack: Pack
    visitor: Client
    administrator: Client
    clock: AdjustableClock
    mailbox: Path
    staff: dict[str, Client]
    desks: tuple[Desk, ...]
    institution_id: str
    calls: dict[str, str] = field(default_factory=dict)

    @property
    def officer(self) -> Client:
        return self.staff["officer"]

    @property
    def assessor(self) -> Client:
        return self.staff["assessor"]

    def reviewer_of(self, division: str) -> Client:
        """The reviewer of a district, county or league; the city's officer where it has none."""
        return self.staff[next((login for login, _, served in self.desks if served == division), "officer")]

    def until(self, moment: str) -> None:
        """Live until then, as people in the city read the clock."""
        missing = datetime.fromisoformat(moment).replace(tzinfo=CHINA) - self.clock.now()
        self.clock.advance(max(missing, timedelta()))

    def call(self, batch: str) -> str:
        """The id of the call of a batch, opened."""
        if batch not in self.calls:
            call = next(each for each in self.visitor.get("/calls")["items"] if each["batch"] == batch)
            eventually(lambda: self.visitor.get(f"/calls/{call['id']}")["state"] == "open")
            self.calls[batch] = str(call["id"])
        return self.calls[batch]

    def joined(self, key: str, name: str, code: str, division: str, *, kind: str = "enterprise") -> Client:
        """An organisation registered and signed in."""
        email = f"{key}@{self.pack.city}.demo.invalid"
        return register(self.visitor, self.mailbox, kind=kind, name=name, code=code, division=division, email=email)

    def enrolled(self, provider: Client, kind: str, **answers: Any) -> str:
        """A provider in the pool; gives its organisation's id."""
        draft = after_news(lambda: provider.post("/enrolments", {"kind": kind}), "not_known_yet")
        where = f"/enrolments/{draft['id']}"
        filled = {**draft["answers"]["basic"], "description": "示例服务商", **answers}
        provider.put(f"{where}/answers/basic", {"answers": filled})
        attach(provider, where, "provider_licence", f"licence {kind}")
        provider.post(f"{where}/submission")
        self.officer.post(f"{where}/review", {"verdict": "approved", "opinion": "同意入库"})
        return str(draft["provider_id"])

    def listed(self, provider: Client, title: str, *, ceiling_yuan: str, category: str = "N") -> str:
        """A product in the catalogue, with its highest price."""
        fen = Money.yuan(ceiling_yuan).fen
        about = {"title": title, "category": category, "description": f"{title}（示例）", "unit": "套"}
        proposed = provider.post("/organisation/products", {**about, "proposed_price_fen": fen})
        listing = {"category": category, "ceiling_fen": fen, "opinion": "列入清单"}
        self.officer.post(f"/product-proposals/{proposed['id']}/listing", listing)
        return str(proposed["id"])


def found(installation: Installation, folder: Path, desks: Iterable[Desk]) -> Town:
    """A city with its administrator, places, calendar, pack and staff."""
    pack = load_folder(folder)
    found_city(installation.settings, folder, login=ADMINISTRATOR, password=cast.PASSWORD)
    mailbox = installation.data / "mail"
    visitor = Client(installation.address, pack.city, f"{pack.city}-flow")
    administrator = signed_in(visitor, ADMINISTRATOR, mailbox=mailbox, address="")
    code = code_of(pack, 9002)
    about = {"kind": "institution", "name": "示例评测中心有限公司", "credit_code": code}
    institution = administrator.post("/organisations", {**about, "division": pack.divisions[0].code})
    staff = {desk[0]: _seated(administrator, visitor, mailbox, desk, institution["id"]) for desk in desks}
    clock = clock_of(installation.settings)
    assert isinstance(clock, AdjustableClock)
    release(administrator, folder)
    return Town(pack, visitor, administrator, clock, mailbox, staff, tuple(desks), str(institution["id"]))


def code_of(pack: Pack, number: int) -> str:
    """A made-up credit code of an organisation of the city."""
    return with_check_character(f"91{pack.division}MA0FL{number:04d}")


def attach(client: Client, where: str, slot: str, text: str, *, under: str = "attachments") -> Any:
    """A small PDF in a slot."""
    return client.post(f"{where}/{under}", {"slot": slot, "file": client.upload(pdf(text), f"{slot}.pdf")})


def save(client: Client, where: str, pages: Mapping[str, Mapping[str, Any]]) -> None:
    """Every page of a form."""
    for page, answers in pages.items():
        client.put(f"{where}/answers/{page}", {"answers": dict(answers)})


def eventually(holds: Callable[[], Any]) -> Any:
    """The first true answer: news between services takes a moment."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        answer = holds()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise TimeoutError("what was waited for did not come")
        time.sleep(0.1)


def _seated(administrator: Client, visitor: Client, mailbox: Path, desk: Desk, institution_id: str) -> Client:
    login, role, division = desk
    email = f"{login}@{visitor.city}.demo.invalid"
    account: dict[str, Any] = {"login": login, "name": login, "email": email, "roles": [role]}
    if division is not None:
        account["division"] = division
    if role == "third_party_assessor":
        account["organisation_id"] = institution_id
    administrator.post("/staff-accounts", account)
    return signed_in(visitor, login, mailbox=mailbox, address=email)
