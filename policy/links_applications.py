"""What a pack says about award applications: which lines a stage asks for, and when it is open.

A stage of funding with `awards` is an application; its approval is the event that makes tranches of these lines due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, Protocol

from contracts.events.funding import AwardApplicationApproved
from contracts.events.subscriptions import CONSUMES
from policy.lifecycle import APPLICANT_KINDS, approved
from policy.schema import Place
from policy.subsidy import OF_APPLICATION, OF_PROJECT, PLATFORM

FUNDING: Final = "funding"
_APPROVED: Final = AwardApplicationApproved.NAME
_HEARD: Final = frozenset(kind.NAME for kind in CONSUMES[FUNDING])


class Linking(Protocol):
    """What `links` lends: the compiled pack, places in its files, and the test of a name."""

    compiled: Mapping[str, Any]

    def place(self, section: str, *keys: str | int) -> Place: ...
    def expect(self, name: str | None, known: Collection[str], kind: str, place: Place) -> None: ...


def check_applications(linking: Linking) -> None:
    """Stages and lines name each other: an approval makes due what was asked for, and all that it can make due is.

    A stage that waits for something, or asks for a tranche of a project, is about a project: each of its lines says so.
    """
    lines = {line["key"]: line for line in linking.compiled["subsidy"]["lines"]}
    asked: set[str] = set()
    for number, stage in enumerate(linking.compiled["lifecycle"]):
        if "awards" in stage:
            _check_stage(linking, stage, lines, number)
            asked.update(stage["awards"])
    for number, line in enumerate(linking.compiled["subsidy"]["lines"]):
        _check_line(linking, line, number, is_asked=line["key"] in asked)


def _check_stage(linking: Linking, stage: Mapping[str, Any], lines: Mapping[str, Any], number: int) -> None:
    place = linking.place("lifecycle", number, "awards")
    if stage["service"] != FUNDING:
        place.refuse("not_for_type", name="awards", type=f"service: {stage['service']}")
    for member in ("form", "route"):
        if member not in stage:
            place.refuse("needed_for_type", name=member, type="awards")
    for step in linking.compiled["routes"].get(stage.get("route"), {"steps": ()})["steps"]:
        if "assigned_by" in step or "forms" in step:
            place.refuse("not_for_application", step=step["step"])
    _check_awards(linking, stage, lines, number)
    _check_milestones(linking, stage, number)


def _check_awards(linking: Linking, stage: Mapping[str, Any], lines: Mapping[str, Any], number: int) -> None:
    of_project = {key for key in stage["awards"] if lines.get(key, {}).get("subject") == OF_PROJECT}
    is_about_project = bool(of_project or stage.get("opens_when") or stage.get("closes_when"))
    for index, key in enumerate(stage["awards"]):
        place = linking.place("lifecycle", number, "awards", index)
        linking.expect(key, lines, "subsidy line", place)
        if key in lines and _APPROVED not in _triggers(lines[key]):
            place.refuse("not_by_application", name=key)
        if key in lines and is_about_project and key not in of_project:
            place.refuse("needs_project", name=key)
        if key in lines and not _pays_the_applicant(stage, lines[key]):
            place.refuse("not_the_payee", name=key, payee=lines[key]["payee"]["kind"])


def _pays_the_applicant(stage: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    """Who asks is paid: a line for enterprises is asked for by enterprises alone. A platform may be of any kind."""
    kind: str = line["payee"]["kind"]
    return kind == PLATFORM or set(stage.get("applicants", APPLICANT_KINDS)) == {kind}


def _check_milestones(linking: Linking, stage: Mapping[str, Any], number: int) -> None:
    """Only what funding hears opens or closes it; `links` holds the names against all that there are."""
    for name in ("opens_when", "closes_when"):
        for index, milestone in enumerate(stage.get(name, ())):
            if not milestone.endswith(approved("")) and milestone not in _HEARD:
                place = linking.place("lifecycle", number, name, index)
                place.refuse("unknown_reference", name=milestone, kind="milestone of funding / 资金环节知道的里程碑")


def _check_line(linking: Linking, line: Mapping[str, Any], number: int, *, is_asked: bool) -> None:
    triggers = set(_triggers(line))
    if _APPROVED in triggers and not is_asked:
        linking.place("subsidy", "lines", number, "tranches").refuse("not_asked_for", name=line["key"])
    subject = line.get("subject", OF_APPLICATION)
    if _APPROVED in triggers and len(triggers) > 1 and subject != OF_PROJECT:
        linking.place("subsidy", "lines", number).refuse("needs_project", name=line["key"])


def _triggers(line: Mapping[str, Any]) -> Iterator[str]:
    for tranche in line.get("tranches", ()):
        trigger = tranche["trigger"]
        yield from trigger if isinstance(trigger, list) else (trigger,)
