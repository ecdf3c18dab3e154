"""`shuzhuan demo`: the demonstration on a running platform."""

import json
from collections.abc import Iterable
from itertools import chain
from typing import Annotated, Any

import typer
from rich.progress import track

from chassis.clock import AdjustableClock, clock_of
from console.demo import cast
from console.demo.first_start import tell_cases
from console.demo.programme import Demonstration, pack_of
from console.operator import running_settings


def play(
    cases: Annotated[int, typer.Option(help="So many numbered cases beside the five that have a story.")] = 0,
    address: Annotated[str | None, typer.Option(help="Where the gateway answers.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object per case, one per line.")] = False,
) -> None:
    """Play the demonstration over HTTP. A second time it prints the same cases."""
    settings = running_settings()
    clock = clock_of(settings)
    if not isinstance(clock, AdjustableClock):
        typer.echo("The demonstration lives through notice periods: it needs SHUZHUAN_ENV=development.", err=True)
        raise typer.Exit(1)
    demonstration = Demonstration(
        address or f"http://{settings.host}:{settings.port}",
        clock,
        settings.data / "mail",
        pack_of(settings),
        say=(lambda line: None) if as_json else typer.echo,
        progress=iter if as_json else _tracked,
    )
    told = demonstration.run(chain(cast.ENTERPRISES, cast.numbered(cases)))
    if as_json:
        for case in told:
            typer.echo(json.dumps(case, ensure_ascii=False))
    else:
        tell_cases(told, typer.echo)


def _tracked(enterprises: Iterable[Any]) -> Iterable[Any]:
    return track(list(enterprises), description="Cases")
