"""Setting a city up over the API: its places and calendar, its pack, its call, its people, its catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.demo import cast
from console.demo.client import Client, Refused, after_news
from console.demo.documents import pdf
from console.demo.founding import settings_of
from console.demo.people import signed_in
from contracts.money import Money
from contracts.wire import to_json
from policy.packs import compile_folder, load_folder

Desk = tuple[str, str, str | None]
"""Login, role, and the division served (None: the whole city)."""

STAFF: tuple[Desk, ...] = (
    ("reviewer-zhongshan", "district_reviewer", cast.ZHONGSHAN_DISTRICT),
    ("reviewer-ganjingzi", "district_reviewer", cast.GANJINGZI_DISTRICT),
    ("officer", "city_officer", None),
    ("assessor", "third_party_assessor", None),
    ("finance-maker", "finance_maker", None),
    ("finance-checker", "finance_checker", None),
    ("national-platform", "national_platform", None),
)

Say = Callable[[str], None]


@dataclass
class City:
    """Everybody who works for the city, signed in, and what the catalogue holds."""

    visitor: Client
    administrator: Client
    staff: dict[str, Client]
    call_id: str
    institution_id: str
    provider_id: str
    products: dict[str, str]
    mailbox: Path

    @property
    def officer(self) -> Client:
        return self.staff["officer"]

    @property
    def assessor(self) -> Client:
        return self.staff["assessor"]

    def reviewer_of(self, division: str) -> Client:
        """The reviewer of a district."""
        return self.staff[next(login for login, _, served in STAFF if served == division)]


def set_up(visitor: Client, administrator_login: str, *, pack: Path, mailbox: Path, say: Say) -> City:
    """The city, ready for enterprises. Asked a second time it changes nothing."""
    administrator = signed_in(visitor, administrator_login, mailbox=mailbox, address="")
    _seed(administrator, pack)
    institution = administrator.post(
        "/organisations",
        {
            "kind": "institution",
            "name": cast.INSTITUTION_NAME,
            "credit_code": cast.INSTITUTION_CODE,
            "division": cast.ZHONGSHAN_DISTRICT,
        },
    )
    staff = {desk[0]: _staff(administrator, visitor, mailbox, desk, institution["id"]) for desk in STAFF}
    say("places, calendar and people")
    release(administrator, pack)
    call_id = _call(staff["officer"])
    say("the pack is released and the call is open")
    provider_id, products = _provider(visitor, staff["officer"], mailbox)
    say(f"the provider is in the pool with {len(products)} products")
    return City(visitor, administrator, staff, call_id, institution["id"], provider_id, products, mailbox)


def release(administrator: Client, folder: Path) -> Any:
    """Compile a pack folder, upload it, and announce it: its version can be pinned from now on."""
    content = compile_folder(folder)
    file = administrator.upload(content, f"{folder.name}.json", "application/json")
    return administrator.post("/packs", {"file": file})


def register(visitor: Client, mailbox: Path, *, kind: str, name: str, code: str, division: str, email: str) -> Client:
    """Register an organisation and sign its owner in (DL1)."""
    visitor.post(
        "/registrations",
        {
            "kind": kind,
            "name": name,
            "credit_code": code,
            "division": division,
            "contact_name": "示例联系人",
            "phone": cast.PHONE,
            "email": email,
            "terms_version": "1",
        },
    )
    return signed_in(visitor, code, mailbox=mailbox, address=email)


def _seed(administrator: Client, pack: Path) -> None:
    loaded = load_folder(pack)
    divisions = [
        {"code": each.code, "name": each.name, "level": each.level, "parent": each.parent}
        for each in (loaded.top, *loaded.divisions)
    ]
    exceptions = {day.isoformat(): is_worked for day, is_worked in loaded.calendar_exceptions.items()}
    settings = settings_of(loaded)
    administrator.post(
        "/seeding", {"divisions": divisions, "exceptions": exceptions, "settings": settings and to_json(settings)}
    )


def _staff(administrator: Client, visitor: Client, mailbox: Path, desk: Desk, institution_id: str) -> Client:
    login, role, division = desk
    email = f"{login}@demo.invalid"
    account = {
        "login": login,
        "name": login,
        "email": email,
        "roles": [role],
        "division": division,
        "organisation_id": institution_id if role == "third_party_assessor" else None,
    }
    account = {name: value for name, value in account.items() if value is not None}
    administrator.post("/staff-accounts", account)
    return signed_in(visitor, login, mailbox=mailbox, address=email)


def _call(officer: Client) -> str:
    call = officer.get("/calls")["items"][0]
    if call["state"] == "planned":
        try:
            officer.post(f"/calls/{call['id']}/opening")
        except Refused as refused:
            if refused.code != "action_not_allowed":  # the timer opened it first
                raise
    return str(call["id"])


def _provider(visitor: Client, officer: Client, mailbox: Path) -> tuple[str, dict[str, str]]:
    provider = register(
        visitor,
        mailbox,
        kind="provider",
        name=cast.PROVIDER_NAME,
        code=cast.PROVIDER_CODE,
        division=cast.ZHONGSHAN_DISTRICT,
        email="provider@demo.invalid",
    )
    provider_id = enrolled(provider, officer)
    products = {}
    for product in cast.PRODUCTS:
        proposed = provider.post(
            "/organisation/products",
            {
                "title": product.title,
                "category": product.category,
                "description": f"{product.title}（示例）",
                "unit": "套",
                "proposed_price_fen": Money.yuan(product.ceiling_yuan).fen,
            },
        )
        officer.post(
            f"/product-proposals/{proposed['id']}/listing",
            {"category": product.category, "ceiling_fen": Money.yuan(product.ceiling_yuan).fen, "opinion": "列入清单"},
        )
        products[product.key] = str(proposed["id"])
    return provider_id, products


def enrolled(provider: Client, officer: Client, *, kind: str = cast.PROVIDER_KIND) -> str:
    """The provider applies for the pool on the pack's form, and the bureau approves; gives its organisation's id."""
    draft = after_news(lambda: provider.post("/enrolments", {"kind": kind}), "not_known_yet")
    where = f"/enrolments/{draft['id']}"
    answers = {**draft["answers"]["basic"], "description": "示例服务商", **cast.PROVIDER_CLASSES}
    provider.put(f"{where}/answers/basic", {"answers": answers})
    file = provider.upload(pdf("Licence of the provider"), "licence.pdf")
    provider.post(f"{where}/attachments", {"slot": "provider_licence", "file": file})
    provider.post(f"{where}/submission")
    officer.post(f"{where}/review", {"verdict": "approved", "opinion": "同意入库"})
    return str(draft["provider_id"])
