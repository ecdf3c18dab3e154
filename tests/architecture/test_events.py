"""Who tells whom: every event is heard or says why not, every handler is subscribed, and nothing runs in circles."""

from __future__ import annotations

import pytest

from console.events import EVENTS, STATES, documents, losses
from contracts.events.registry import OrganisationChanged, ProductListed
from contracts.events.subscriptions import CONSUMES, SERVICES, UNCONSUMED, event_types
from tests.architecture.announcements import announced_by, loops
from tests.architecture.declared import handlers
from tests.architecture.source import shown

REVIEWED_LOOPS: list[list[str]] = []
"""Ways from an event back to itself that end by themselves; each with the reason, in a comment."""


def test_every_event_is_consumed_or_says_why_not() -> None:
    consumed = {kind for kinds in CONSUMES.values() for kind in kinds}

    assert {kind.NAME for kind in event_types()} - {kind.NAME for kind in consumed | set(UNCONSUMED)} == set()
    assert {kind.NAME for kind in consumed & set(UNCONSUMED)} == set()
    assert all(reason.strip() for reason in UNCONSUMED.values())


def test_every_consumer_and_every_publisher_is_a_service() -> None:
    assert set(CONSUMES) <= set(SERVICES)
    assert {kind.SERVICE for kind in event_types()} <= set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_handles_exactly_what_it_subscribes_to(service: str) -> None:
    assert {kind.NAME for kind in handlers(service)} == {kind.NAME for kind in CONSUMES.get(service, ())}


@pytest.mark.parametrize("service", SERVICES)
def test_a_handler_is_named_for_its_event(service: str) -> None:
    named = {kind.NAME: place[1].rpartition(".")[2] for kind, place in handlers(service).items()}

    assert named == {event: f"on_{event}" for event in named}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_hears_nothing_of_its_own(service: str) -> None:
    publishers = {kind.NAME: kind.SERVICE for kind in CONSUMES.get(service, ())}

    assert [name for name, publisher in publishers.items() if publisher == service] == []


def test_no_event_leads_back_to_itself() -> None:
    leads_to: dict[str, set[str]] = {}
    for service in SERVICES:
        for kind, handler in handlers(service).items():
            leads_to.setdefault(kind.__name__, set()).update(announced_by(service, handler))

    assert [loop for loop in loops(leads_to) if loop not in REVIEWED_LOOPS] == []


def test_what_a_handler_announces_through_its_use_case_is_seen() -> None:
    following = handlers("declaration")[OrganisationChanged]
    keeping = handlers("project")[ProductListed]

    assert "DeclarationSubmitted" in announced_by("declaration", following)
    assert announced_by("project", keeping) == set()


def test_a_loop_is_found_and_told_once() -> None:
    assert loops({"A": {"B"}, "B": {"C", "D"}, "C": {"A"}, "D": set()}) == [["A", "B", "C", "A"]]


def test_the_documents_about_events_and_states_are_as_the_code_says() -> None:
    written = dict(documents())
    kept = {path for folder in (EVENTS, STATES) if folder.is_dir() for path in folder.iterdir()}

    outdated = [path for path, text in written.items() if not path.exists() or path.read_text() != text]

    assert [shown(path) for path in outdated] == [], "run `make events`"
    assert [shown(path) for path in kept - set(written)] == [], "no event or state stands behind these"


def test_no_event_lost_what_others_may_rely_on() -> None:
    assert list(losses()) == []
