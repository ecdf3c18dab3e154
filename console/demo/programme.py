"""The demonstration: the manual's case, one returned, one rejected, one cut by the cap and one by a price ceiling.

Everything goes over HTTP and every figure is read from the API. Nothing is shortened: time passes by
the development clock.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from chassis.clock import AdjustableClock
from chassis.config import Settings
from console.demo import cast
from console.demo.building import accepted, filed, reported
from console.demo.city import City, Say, set_up
from console.demo.client import ANSWER_SECONDS, Client, Unanswered
from console.demo.declaring import declared, joined, reviewed
from console.demo.paying import Funded, fund, shown_award


def pack_of(settings: Settings) -> Path:
    """The demonstration's pack among those of an installation."""
    return settings.packs / cast.CITY / cast.PROGRAMME


@dataclass
class Demonstration:
    """Runs cases on a platform. Asked a second time with the same key prefix it prints the same cases."""

    address: str
    clock: AdjustableClock
    mailbox: Path
    pack: Path
    key_prefix: str = "demo"
    administrator: str = "admin"
    say: Say = print
    journal: list[Unanswered] = field(default_factory=list)
    in_flight: dict[int, str] = field(default_factory=dict)
    answer_seconds: float = ANSWER_SECONDS
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter
    spread: Callable[..., Iterable[Any]] = map
    """How the cases are worked off: one after another, or `map` of a pool."""
    client: type[Client] = Client

    def run(self, enterprises: Iterable[cast.Enterprise] = cast.ENTERPRISES) -> list[dict[str, Any]]:
        """One object per case, in the order of the enterprises."""
        visitor = self.client(
            self.address,
            cast.CITY,
            self.key_prefix,
            journal=self.journal,
            in_flight=self.in_flight,
            answer_seconds=self.answer_seconds,
        )
        city = set_up(visitor, self.administrator, pack=self.pack, mailbox=self.mailbox, say=self.say)
        stages = list(self.spread(partial(self.up_to_acceptance, city), self.progress(list(enterprises))))
        projects = [project for _, _, project in stages if project is not None]
        self.say("acceptances are decided; the money follows")
        fund(Funded(city, self.clock, self.key_prefix), projects)
        return list(self.told(city, stages))

    def up_to_acceptance(self, city: City, enterprise: cast.Enterprise) -> Any:
        """(enterprise, its client, its project or None for a rejected declaration)."""
        client = joined(city, enterprise)
        declaration = reviewed(city, client, declared(city, client, enterprise), enterprise)
        self.say(f"{enterprise.name}: {declaration['state']}")
        if declaration["state"] != "approved":
            return enterprise, client, None
        project = filed(city, client, declaration, enterprise)
        reported(client, project)
        accepted(city, client, project, enterprise)
        return enterprise, client, project

    def told(self, city: City, stages: Iterable[Any]) -> Iterator[dict[str, Any]]:
        """What the enterprise sees at the end, as the API says it."""
        for enterprise, client, project in stages:
            found = shown_award(client, project) if project is not None else None
            yield {
                "case": enterprise.key,
                "city": cast.CITY,
                "credit_code": enterprise.code,
                "status": found["status"] if found else "rejected",
                "award_fen": found["award_fen"] if found else 0,
                "shares": found["shares"] if found else {},
                "paid_fen": found["paid_fen"] if found else 0,
                "explanation": found["explanation"] if found else [],
            }
