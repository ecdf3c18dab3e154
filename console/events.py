"""`shuzhuan events`: the generated documents about events and states."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path

import typer

from contracts.events.schema import lost_members, schema_of
from contracts.events.subscriptions import CONSUMES, SERVICES, event_types

app = typer.Typer(no_args_is_help=True, help="The generated documents about events and states.")

ROOT = Path(__file__).resolve().parent.parent
EVENTS, STATES = ROOT / "docs" / "events", ROOT / "docs" / "states"


@app.command()
def write() -> None:
    """Write docs/events and docs/states anew from the code."""
    for path, text in documents():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    typer.echo(f"wrote {sum(1 for _ in documents())} documents")


@app.command()
def check() -> None:
    """Fail when a document is not what the code says, or when an event lost something that others may rely on."""
    problems = [f"{name}: {loss}" for name, loss in losses()]
    problems += [
        f"{path.relative_to(ROOT)} is not up to date (make events)"
        for path, text in documents()
        if not path.exists() or path.read_text() != text
    ]
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{sum(1 for _ in event_types())} events, nothing lost")


def documents() -> Iterator[tuple[Path, str]]:
    """Every generated document with its text."""
    for event in event_types():
        text = json.dumps(schema_of(event), ensure_ascii=False, indent=2) + "\n"
        yield EVENTS / f"{event.NAME}.v{event.VERSION}.json", text
    yield EVENTS / "README.md", _flow()
    for name, diagram in _diagrams():
        yield STATES / f"{name}.md", diagram


def losses() -> Iterator[tuple[str, str]]:
    """(event, what was lost) against the documents as they are."""
    for event in event_types():
        path = EVENTS / f"{event.NAME}.v{event.VERSION}.json"
        if path.exists():
            for loss in lost_members(json.loads(path.read_text()), schema_of(event)):
                yield event.NAME, loss


def _flow() -> str:
    consumers = {event: [service for service, kinds in CONSUMES.items() if event in kinds] for event in event_types()}
    lines = ["# Who tells whom", "", "| event | published by | consumed by |", "|---|---|---|"]
    lines += [
        f"| [`{event.NAME}`]({event.NAME}.v{event.VERSION}.json) | {event.SERVICE} | {', '.join(services) or '–'} |"
        for event, services in consumers.items()
    ]
    return "\n".join(lines) + "\n"


def _diagrams() -> Iterator[tuple[str, str]]:
    """Modules named `states` with a `DIAGRAMS` mapping of title to Mermaid text."""
    for module in ("casework", *(f"services.{service}.domain" for service in SERVICES)):
        try:
            found = importlib.import_module(f"{module}.states")
        except ModuleNotFoundError:
            continue
        name = module.split(".")[1] if module.startswith("services.") else module
        parts = [f"## {title}\n\n```mermaid\n{text.strip()}\n```\n" for title, text in found.diagrams().items()]
        yield name, f"# States: {name}\n\n" + "\n".join(parts)
