"""`shuzhuan clock`: business time of a development installation."""

import re
from datetime import timedelta
from typing import Annotated

import typer

from chassis.clock import AdjustableClock, clock_of
from console.operator import running_settings

app = typer.Typer(no_args_is_help=True, help="Business time of a development installation.")

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@app.command()
def advance(by: Annotated[str, typer.Argument(help="7d, 12h, 30m, 10s")]) -> None:
    """Let business time pass: windows, deadlines and notices; tokens, keys and retries keep real time."""
    clock = clock_of(running_settings())
    if not isinstance(clock, AdjustableClock):
        typer.echo("Only a development installation (SHUZHUAN_ENV=development) has a clock to advance.", err=True)
        raise typer.Exit(1)
    typer.echo(f"business time is {clock.advance(parsed(by))} ahead: {clock.now().isoformat(timespec='seconds')}")


@app.command()
def show() -> None:
    """Business time now, and how far it is ahead."""
    clock = clock_of(running_settings())
    typer.echo(f"{clock.now().isoformat(timespec='seconds')}  (+{clock.offset()})")


def parsed(text: str) -> timedelta:
    """`7d` as seven days. BadParameter for anything else."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is not a duration like 7d, 12h, 30m or 10s")
    return timedelta(**{_UNITS[found.group(2)]: int(found.group(1))})
