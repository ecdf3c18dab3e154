"""`make bench`: measures everything in one run and prints the tables; with `--write` they go into docs/performance.md.

Exit status 1 when a ratio misses its bound. Absolute figures are for looking at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmarks import events
from benchmarks.compare import compare_commands, compare_reads
from benchmarks.dry_runs import dry_runs
from benchmarks.embedded import embedded
from benchmarks.growth import grown
from benchmarks.layers import costs
from benchmarks.machine import described
from benchmarks.minute import deadline_minute
from benchmarks.report import Measured, as_markdown
from benchmarks.stage import staged

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->\n", "\n<!-- end of measured -->"


def main(write: Annotated[bool, typer.Option(help="Put the tables into docs/performance.md.")] = False) -> None:
    """Measure."""
    measured = _measured()
    tables = as_markdown(measured)
    typer.echo(tables)
    if write:
        before, rest = PAGE.read_text().split(BEGIN)
        PAGE.write_text(before + BEGIN + tables + END + rest.split(END)[1])
    for missed in measured.failed:
        typer.echo(f"misses its bound: {missed}", err=True)
    if measured.failed:
        raise typer.Exit(1)


def _measured() -> Measured:
    with staged(is_real=False) as stage:
        typer.echo("embedded", err=True)
        in_one_process = embedded(stage)
    with staged(is_real=True) as stage:
        installation, one = stage.installation, stage.enterprises[0]
        typer.echo("commands", err=True)
        commands = compare_commands(stage)
        typer.echo("reads", err=True)
        reads = compare_reads(stage)
        typer.echo("pieces, the deadline minute, events", err=True)
        assert installation.rabbit is not None
        return Measured(
            machine=described(),
            versions=f"PostgreSQL {installation.server.version}, RabbitMQ {installation.rabbit.version}",
            commands=commands,
            reads=reads,
            pieces=costs(stage, one.actor, one.draft),
            minute=deadline_minute(stage),
            lag=events.lag(stage),
            events_per_second=events.burst(stage),
            growth=grown(stage),
            dry_runs=dry_runs(stage),
            embedded=in_one_process,
        )


if __name__ == "__main__":
    typer.run(main)
