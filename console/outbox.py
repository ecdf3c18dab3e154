"""`shuzhuan outbox`: what was announced, and publishing it again."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from console.operator import cursor_of, running_settings
from console.replaying import replay_service
from contracts.events.subscriptions import SERVICES

app = typer.Typer(no_args_is_help=True, help="What was announced, and publishing it again.")

_STATUS = """
    select count(*), count(*) filter (where published_at is null), coalesce(max(position), 0),
           coalesce(extract(epoch from clock_timestamp() - min(created_at) filter (where published_at is null)), 0)
               ::float8
    from outbox
"""


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Per service: events, unpublished ones, the last position, and how long the oldest has waited."""
    settings = running_settings()
    found = []
    for service in SERVICES:
        with cursor_of(settings, service, "relay") as cursor:
            cursor.execute(_STATUS)
            events, unpublished, position, oldest = cursor.fetchone()
        found.append(
            {
                "service": service,
                "events": events,
                "unpublished": unpublished,
                "position": position,
                "oldest_seconds": round(oldest, 3),
            }
        )
    _show(found, as_json)


@app.command()
def replay(
    after: Annotated[int, typer.Option(help="Publish what has a higher position.")] = 0,
    to: Annotated[str | None, typer.Option(help="Only into the inbox of this service.")] = None,
    service: Annotated[str | None, typer.Option(help="Only the outbox of this service.")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Publish again: refills a broker that lost its data. Inbox marks keep anything from happening twice."""
    settings = running_settings()
    services = [service] if service else list(SERVICES)
    found = [
        {"service": name, "published": replay_service(settings, name, after=after, to=to)}
        for name in track(services, description="Publishing again", disable=as_json)
    ]
    _show(found, as_json)


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(rows))
        return
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    Console().print(table)
