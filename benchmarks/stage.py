"""The platform that is measured: a city, some enterprises that signed in, and as many declarations as are wanted.

One declaration of each kind is made over the API, with its answers, files and statement. The others are copies of its
row under new ids, because nobody waits for a hundred thousand uploads.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from random import shuffle
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psycopg2

from benchmarks.load import Request
from chassis.clock import AdjustableClock, clock_of
from chassis.config import DEVELOPMENT, Settings
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from console.backing.ports import free_port
from console.backing.postgres import SUPERUSER
from console.demo import cast
from console.demo.city import City, set_up
from console.demo.client import Client
from console.demo.declaring import SLOTS, attach, joined, pages
from console.demo.first_start import ADMINISTRATOR
from console.demo.founding import found_city
from console.demo.programme import pack_of
from console.installation import Installation
from contracts.actor import Actor
from contracts.events.subscriptions import SERVICES
from services.declaration.storage.tables import declarations
from services.registry.storage.queries.accounts import actor_of

ENTERPRISES = 20
SIGNING_IN = 10
DECLARATIONS = f"/api/v1/cities/{cast.CITY}/declarations"


@dataclass(frozen=True)
class Copy:
    """A declaration that is like another one, under ids of its own."""

    id: UUID
    case_id: UUID


@dataclass(frozen=True)
class Enterprise:
    """Somebody who declares: signed in, with a draft that is ready to be handed in."""

    client: Client
    actor: Actor
    draft: str

    @property
    def token(self) -> str:
        return str(self.client.token)


@dataclass
class Stage:
    """A running platform, and what to ask it."""

    installation: Installation
    city: City
    enterprises: list[Enterprise]

    @property
    def address(self) -> str:
        return self.installation.address

    def submissions(self, count: int) -> list[Request]:
        """Requests that hand in `count` new copies of the enterprises' drafts, in turns."""
        each = -(-count // len(self.enterprises))
        copies = [self.copies(enterprise.draft, each) for enterprise in self.enterprises]
        rows = zip(*copies, strict=True)
        turns = [
            self.submission(copy, one.token) for row in rows for one, copy in zip(self.enterprises, row, strict=True)
        ]
        return turns[:count]

    @staticmethod
    def submission(copy: Copy, token: str) -> Request:
        """The request that hands in one copy."""
        return "POST", f"{DECLARATIONS}/{copy.id}/submission", token

    def reads(self, count: int) -> list[Request]:
        """Requests that read a hundred copies of each enterprise's draft, in turns."""
        known = [(copy, one.token) for one in self.enterprises for copy in self.copies(one.draft, 100)]
        shuffle(known)
        return [
            ("GET", f"{DECLARATIONS}/{copy.id}", token)
            for (copy, token), _ in zip(cycle(known), range(count), strict=False)
        ]

    def copies(self, declaration: str, count: int) -> list[Copy]:
        """`count` copies of a declaration, each a case of its own, those that were filed over the past month."""
        told = {
            "id": "gen_random_uuid()",
            "case_id": "gen_random_uuid()",
            "filed_at": "filed_at - random() * interval '30 days'",
            "waits_since": "waits_since - random() * interval '30 days'",
        }
        names = [column.name for column in declarations.columns]
        chosen = ", ".join(told.get(name, name) for name in names)
        statement = f"""
            insert into declaration ({", ".join(names)})
            select {chosen} from declaration, generate_series(1, %s) where id = %s returning id, case_id
        """
        with self.superuser("declaration") as cursor:
            cursor.execute(statement, (count, declaration))
            return [Copy(UUID(str(row[0])), UUID(str(row[1]))) for row in cursor.fetchall()]

    @contextmanager
    def superuser(self, service: str) -> Iterator[Any]:
        """A cursor on a service's database that sees every city; it commits."""
        connected = closing(psycopg2.connect(self.installation.server.url(SUPERUSER, service)))
        with connected as connection, connection, connection.cursor() as cursor:
            yield cursor

    def tidy(self) -> None:
        """Statistics and visibility as autovacuum would have them a while after so many new rows."""
        with closing(psycopg2.connect(self.installation.server.url(SUPERUSER, "declaration"))) as connection:
            connection.autocommit = True
            connection.cursor().execute("vacuum analyze declaration")

    def processes(self, **others: int) -> dict[str, int | None]:
        """The root process of each group, for `machine.watched`."""
        pid = self.installation.supervisor.pid
        names = ("postgres", *(("rabbitmq", *SERVICES, "gateway") if self.installation.is_real else ("platform",)))
        return {**{name: pid(name) for name in names}, **others}


@contextmanager
def staged(*, is_real: bool) -> Iterator[Stage]:
    """A platform of its own, in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="shuzhuan-bench-") as folder:
        Path(folder).chmod(0o755)
        given = Settings.from_environment({"SHUZHUAN_DATA": folder})
        settings = replace(given, environment=DEVELOPMENT, port=free_port())
        with Installation(settings, is_real=is_real) as installation:
            installation.start()
            yield _populated(installation)


def _populated(installation: Installation) -> Stage:
    pack = pack_of(installation.settings)
    found_city(installation.settings, pack, login=ADMINISTRATOR, password=cast.PASSWORD)
    assert isinstance(clock_of(installation.settings), AdjustableClock)
    visitor = Client(installation.address, cast.CITY, "bench")
    city = set_up(visitor, ADMINISTRATOR, pack=pack, mailbox=installation.data / "mail", say=lambda _: None)
    with ThreadPoolExecutor(SIGNING_IN) as pool:  # each waits for a mail
        enterprises = pool.map(partial(_enterprise, city, installation.settings), cast.numbered(ENTERPRISES))
        return Stage(installation, city, list(enterprises))


def _enterprise(city: City, settings: Settings, enterprise: cast.Enterprise) -> Enterprise:
    client = joined(city, enterprise)
    draft = client.post("/declarations", {"call_id": city.call_id})["id"]
    where = f"/declarations/{draft}"
    client.put(
        f"{where}/statement", {"text_version": client.get(f"/calls/{city.call_id}/form")["statement"]["text_version"]}
    )
    for page, answers in pages(enterprise).items():
        client.put(f"{where}/answers/{page}", {"answers": answers})
    for slot in SLOTS:
        attach(client, where, slot, f"{enterprise.key} {slot}")
    return Enterprise(client, _actor(settings, str(client.token)), str(draft))


def _actor(settings: Settings, token: str) -> Actor:
    """Who is behind a token, from the registry's database."""
    pool = Pool(settings.database("registry"), size=1)
    claims = actor_of(Reading(pool, cast.CITY), sha256(token.encode()).hexdigest(), datetime.now(UTC))["actor"]
    pool.close()
    return Actor.from_claims(claims)
