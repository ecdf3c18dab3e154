"""`shuzhuan quarantine`: messages that no retry could settle, for a person to look at, replay or discard."""

import json
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from console.operator import cursor_of, running_settings
from contracts.events.subscriptions import SERVICES

app = typer.Typer(no_args_is_help=True, help="Messages that no retry could settle.")

_COLUMNS = ("service", "handler", "message_id", "city", "event", "attempts", "error", "first_failed_at")
_LIST = """
    select handler, message_id::text, city, envelope->>'name', attempts, error, first_failed_at
    from inbox where state = 'quarantined' order by first_failed_at
"""
_SHOW = "select handler, city, state, attempts, error, first_failed_at, envelope from inbox where message_id = %s::uuid"
# Undecodable is what a row of the chassis keeps as a `body`: no handler could ever read it.
_REPLAY = """
    update inbox set state = 'waiting', attempts = 0, next_attempt_at = clock_timestamp(),
                     first_failed_at = clock_timestamp()
    where message_id = %s::uuid and state = 'quarantined' and not envelope ? 'body'
"""
_UNDECODABLE = """
    select message_id::text from inbox where message_id = %s::uuid and state = 'quarantined' and envelope ? 'body'
"""
_DISCARD = """
    update inbox set state = 'discarded', error = %s, settled_at = clock_timestamp()
    where message_id = %s::uuid and state = 'quarantined'
"""

MessageId = Annotated[str, typer.Argument(help="As `list` shows it.")]


@app.command("list")
def list_quarantined(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Everything in quarantine, in all services."""
    settings = running_settings()
    found: list[dict[str, Any]] = []
    for service in SERVICES:
        with cursor_of(settings, service, "relay") as cursor:
            cursor.execute(_LIST)
            found += [dict(zip(_COLUMNS, (service, *row), strict=True)) for row in cursor.fetchall()]
    if as_json:
        typer.echo(json.dumps(found, default=datetime.isoformat))
        return
    table = Table(*_COLUMNS)
    for row in found:
        table.add_row(*(escape(str(value)) for value in row.values()))  # a foreign letter names itself as it likes
    Console().print(table if found else "quarantine is empty")


@app.command()
def show(message_id: MessageId) -> None:
    """One message with its payload, wherever it was received."""
    settings = running_settings()
    for service in SERVICES:
        with cursor_of(settings, service, "relay") as cursor:
            cursor.execute(_SHOW, (message_id,))
            for row in cursor.fetchall():
                names = ("handler", "city", "state", "attempts", "error", "first_failed_at", "envelope")
                told = {"service": service, **dict(zip(names, row, strict=True))}
                typer.echo(json.dumps(told, default=datetime.isoformat, ensure_ascii=False, indent=2))


@app.command()
def replay(
    message_id: Annotated[str | None, typer.Argument()] = None, all_: Annotated[bool, typer.Option("--all")] = False
) -> None:
    """Try again now, after the mend: one message, or all of them. What cannot be decoded can only be discarded."""
    _refuse_undecodable(message_id)
    _change(_REPLAY, (), message_id, all_=all_, done="given back to the handler")


@app.command()
def discard(message_id: MessageId, reason: Annotated[str, typer.Option(help="Kept with the message.")]) -> None:
    """Give a message up for good, with the reason."""
    _change(_DISCARD, (f"discarded: {reason}",), message_id, all_=False, done="discarded")


def _refuse_undecodable(message_id: str | None) -> None:
    settings = running_settings()
    for service in SERVICES:
        with cursor_of(settings, service, "relay") as cursor:
            cursor.execute(_UNDECODABLE, (message_id,))
            if cursor.rowcount:
                typer.echo(f"{message_id} in {service} is undecodable: no handler can read it. Discard it.", err=True)
                raise typer.Exit(1)


def _change(statement: str, facts: tuple[str, ...], message_id: str | None, *, all_: bool, done: str) -> None:
    if (message_id is None) != all_:
        raise typer.BadParameter("name one message, or say --all")
    if all_:
        statement = statement.replace("message_id = %s::uuid and ", "")
    count = 0
    settings = running_settings()
    for service in SERVICES:
        with cursor_of(settings, service, "relay") as cursor:
            cursor.execute(statement, facts if message_id is None else (*facts, message_id))
            count += cursor.rowcount
    typer.echo(f"{count} {done}")
    if not count:
        raise typer.Exit(1)
