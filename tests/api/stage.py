"""Who acts on the platform under test, what they act on, and the short cuts that the walks share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

from chassis.clock import AdjustableClock, clock_of
from console.demo import cast
from console.demo.city import City, set_up
from console.demo.declaring import declared, joined
from console.demo.documents import pdf
from console.demo.founding import found_city
from console.demo.people import signed_in
from console.demo.programme import Demonstration, pack_of
from console.installation import Installation
from contracts.roles import Role
from tests.api.examiner import ExaminedClient, Examiner

ADMINISTRATOR = "admin"
ANONYMOUS = "anonymous"
SETTING_SECONDS = 300
"""How long a test may take, because the first one waits until the stage is set."""


def silent(line: str) -> None:
    """Nobody reads what the demonstration says."""


@dataclass(frozen=True)
class Asked:
    """An enterprise that asked for acceptance, and the address of that."""

    enterprise: cast.Enterprise
    client: ExaminedClient
    where: str


@dataclass
class Stage:
    """A platform on which the demonstration was played, and everybody of it at their desks."""

    installation: Installation
    examiner: Examiner
    demonstration: Demonstration
    city: City
    enterprise: ExaminedClient
    provider: ExaminedClient
    found: dict[tuple[str, str], str] = field(default_factory=dict)
    """(tag of the document, name in an address) -> the id that stands for it: all of one tag belong together."""
    twice: tuple[Asked, ...] = ()
    """Two who handed in the same invoice."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def roles(self) -> dict[str, ExaminedClient]:
        """A client for every role and for nobody."""
        staff: dict[str, Any] = self.city.staff
        return {
            ANONYMOUS: self.city.visitor,
            Role.ENTERPRISE: self.enterprise,
            Role.PROVIDER: self.provider,
            Role.DISTRICT_REVIEWER: staff["reviewer-zhongshan"],
            Role.CITY_OFFICER: staff["officer"],
            Role.THIRD_PARTY_ASSESSOR: staff["assessor"],
            Role.FINANCE_MAKER: staff["finance-maker"],
            Role.FINANCE_CHECKER: staff["finance-checker"],
            Role.ADMINISTRATOR: self.city.administrator,
            Role.NATIONAL_PLATFORM: staff["national-platform"],
        }

    @property
    def finance_maker(self) -> ExaminedClient:
        return self.roles[Role.FINANCE_MAKER]

    @property
    def finance_checker(self) -> ExaminedClient:
        return self.roles[Role.FINANCE_CHECKER]

    @property
    def clock(self) -> AdjustableClock:
        return self.demonstration.clock

    def know(self, tag: str, **ids: Any) -> None:
        """These belong together, and stand for their names in every address of the tag."""
        self.found |= {(tag, name): str(value) for name, value in ids.items()}

    def newcomer(self) -> tuple[cast.Enterprise, ExaminedClient]:
        """An enterprise of the first district that nobody has seen before, registered and signed in."""
        number = next(self._numbers)
        enterprise = list(cast.numbered(2 * number))[-2]
        return enterprise, joined(self.city, enterprise)

    def declaration(self) -> tuple[cast.Enterprise, ExaminedClient, dict[str, Any]]:
        """Of a newcomer, handed in."""
        enterprise, client = self.newcomer()
        return enterprise, client, declared(self.city, client, enterprise)

    def document(self, client: ExaminedClient, text: str) -> dict[str, Any]:
        """An official document with its scan."""
        return {
            "document_number": f"示例 {text} {uuid4()}",
            "document_on": self.clock.today().isoformat(),
            "file": client.upload(pdf(text), "document.pdf"),
        }

    def wait_until(self, instant: str) -> None:
        """The first moment after it, by the development clock."""
        missing = datetime.fromisoformat(instant) - self.clock.now()
        self.clock.advance(max(missing, timedelta()) + timedelta(seconds=1))

    def signed_in(self, login: str, *, address: str = "") -> ExaminedClient:
        """Somebody's client; the first time with the initial password that was mailed to `address`."""
        return signed_in(self.city.visitor, login, mailbox=self.city.mailbox, address=address)


def set_stage(installation: Installation) -> Stage:
    """Found the city and play the demonstration; every answer of it is held against the document."""
    pack = pack_of(installation.settings)
    found_city(installation.settings, pack, login=ADMINISTRATOR, password=cast.PASSWORD)
    examiner = Examiner(installation.address)
    clock = clock_of(installation.settings)
    assert isinstance(clock, AdjustableClock)
    demonstration = Demonstration(
        installation.address,
        clock,
        installation.data / "mail",
        pack,
        say=silent,
        client=partial(ExaminedClient, examiner=examiner),
    )
    demonstration.run()
    visitor = ExaminedClient(installation.address, cast.CITY, demonstration.key_prefix, examiner=examiner)
    city = set_up(visitor, ADMINISTRATOR, pack=pack, mailbox=demonstration.mailbox, say=silent)
    people = partial(signed_in, visitor, mailbox=demonstration.mailbox, address="")
    return Stage(
        installation, examiner, demonstration, city, people(cast.ENTERPRISES[0].code), people(cast.PROVIDER_CODE)
    )
