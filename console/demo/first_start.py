"""What `shuzhuan up` does the first time: found the city, load its pack, and play the demonstration, over HTTP."""

from typing import Any

from chassis.clock import AdjustableClock, clock_of
from console.demo import cast
from console.demo.city import STAFF
from console.demo.founding import found_city
from console.demo.programme import Demonstration, pack_of
from console.installation import Installation, Say
from contracts.money import Money

ADMINISTRATOR = "admin"


def first_start(installation: Installation, say: Say) -> list[dict[str, Any]]:
    """The cases of the demonstration; nothing is done again on a platform that has them."""
    marker = installation.data / "demonstration-loaded"
    if marker.exists():
        tell_accounts(say)
        return []
    found_city(installation.settings, pack_of(installation.settings), login=ADMINISTRATOR, password=cast.PASSWORD)
    cases = demonstration_on(installation, say).run()
    marker.touch()
    tell_cases(cases, say)
    tell_accounts(say)
    return cases


def demonstration_on(installation: Installation, say: Say) -> Demonstration:
    """The demonstration for a running installation, whose clock can be advanced."""
    clock = clock_of(installation.settings)
    if not isinstance(clock, AdjustableClock):
        raise RuntimeError("the demonstration lives through notice periods: it needs SHUZHUAN_ENV=development")
    pack = pack_of(installation.settings)
    return Demonstration(installation.address, clock, installation.data / "mail", pack, say=say)


def tell_cases(cases: list[dict[str, Any]], say: Say) -> None:
    """One line per case."""
    for case in cases:
        shares = " + ".join(f"{source} {Money(fen).as_yuan()}" for source, fen in case["shares"].items())
        say(f"  {case['case']:10} {case['status']:10} award {Money(case['award_fen']).as_yuan():>12} yuan  {shares}")


def tell_accounts(say: Say) -> None:
    """Who can sign in, and with what."""
    say(f"Accounts of the demonstration (city {cast.CITY}, password {cast.PASSWORD}):")
    say(f"  {ADMINISTRATOR} (administrator), " + ", ".join(f"{login} ({role})" for login, role, _ in STAFF))
    say("  enterprises by their credit code: " + ", ".join(enterprise.code for enterprise in cast.ENTERPRISES))
