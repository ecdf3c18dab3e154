"""`shuzhuan check-invariants`: what must hold, whatever happened. Exit status 1 on any break."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated

import psycopg2.extras
import typer
from rich.console import Console
from rich.table import Table

from chassis.config import Settings
from chassis.invariants import Finding, check_deliveries, check_service, finding
from console.operator import cursor_of, running_settings
from contracts.events.subscriptions import CONSUMES, SERVICES, event_types
from services.funding.storage.invariants import INVARIANTS


def check(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Check ledger, shares, caps, instructions, payees, notices, audit chains, outboxes and inboxes."""
    psycopg2.extras.register_uuid()
    findings = list(all_findings(running_settings()))
    if as_json:
        typer.echo(json.dumps([found.as_json() for found in findings], ensure_ascii=False, default=str))
    else:
        _print(findings)
    if not all(found.holds for found in findings):
        raise typer.Exit(1)


def all_findings(settings: Settings) -> Iterator[Finding]:
    """Every invariant of every service."""
    with ExitStack() as stack:
        cursors = {service: stack.enter_context(cursor_of(settings, service, "auditor")) for service in SERVICES}
        for service, cursor in cursors.items():
            yield from check_service(cursor, service)
        yield from check_deliveries(
            cursors,
            {service: [kind.NAME for kind in kinds] for service, kinds in CONSUMES.items()},
            {kind.NAME: kind.SERVICE for kind in event_types()},
        )
        for invariant in INVARIANTS:
            checked, found = invariant.check(cursors["funding"])
            yield finding("funding", invariant.name, checked, found)


def _print(findings: list[Finding]) -> None:
    table = Table("service", "invariant", "checked", "broken")
    for found in findings:
        table.add_row(found.service, found.name, str(found.checked), str(found.broken) if found.broken else "–")
    console = Console()
    console.print(table)
    for found in findings:
        for line in found.found:
            console.print(f"[red]{found.service}: {found.name}: {line}")
