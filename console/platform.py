"""`shuzhuan up | run | migrate`."""

import os
import sys
import time
from dataclasses import replace
from typing import Annotated

import typer

from chassis.config import DEVELOPMENT, Settings
from chassis.migrations import migrate as migrate_service
from console.backing.failures import BackingFailed
from console.demo.first_start import first_start
from console.installation import CLASSES, Installation
from console.operator import forget_running, note_running
from console.packs import Packs
from console.supervisor import wait_for_stop_signal
from contracts.events.subscriptions import SERVICES


def up(
    real: Annotated[
        bool, typer.Option("--real", help="Private RabbitMQ and PostgreSQL, one process per service.")
    ] = False,
    packs: Packs = Settings.packs,
    demo: Annotated[bool, typer.Option(help="Load the packs and the demonstration at the first start.")] = True,
) -> None:
    """Run the platform in this terminal until Ctrl-C."""
    began = time.monotonic()
    given = Settings.from_environment()
    # A platform that `up` starts is for looking at and developing: its clock can be advanced.
    settings = replace(given, environment=os.environ.get("SHUZHUAN_ENV", DEVELOPMENT), packs=packs.absolute())
    try:
        with Installation(settings, is_real=real, report=_tell_death) as installation:
            installation.start(typer.echo)
            note_running(installation.settings)
            typer.echo(f"Ready after {time.monotonic() - began:.1f} s: {installation.address}")
            if demo:
                first_start(installation, typer.echo)
            _tell_addresses(installation)
            wait_for_stop_signal()
            typer.echo("Stopping")
    except BackingFailed as failure:
        typer.echo(str(failure), err=True)
        raise typer.Exit(1) from None
    finally:
        forget_running(settings)


def run(
    service: Annotated[
        list[str], typer.Argument(help="registry, declaration, project, acceptance, funding, oversight, gateway")
    ],
) -> None:
    """Run one or more services in this process, with the addresses from the environment. For containers."""
    unknown = [name for name in service if name not in CLASSES]
    if unknown:
        raise typer.BadParameter(f"unknown: {', '.join(unknown)}; there are {', '.join(CLASSES)}")
    paths = [CLASSES[name] for name in service]
    os.execv(sys.executable, [sys.executable, "-m", "chassis.runner", *paths])


def migrate(
    service: Annotated[list[str] | None, typer.Argument(help="All services unless some are named.")] = None,
) -> None:
    """Bring databases to the newest version, as the owner of their tables."""
    settings = Settings.from_environment()
    for name in service or SERVICES:
        typer.echo(f"{name}: {migrate_service(name, settings)}")


def _tell_addresses(installation: Installation) -> None:
    address = installation.address
    typer.echo(f"  API          {address}/api/v1/docs")
    typer.echo(f"  OpenAPI      {address}/api/v1/openapi.json")
    typer.echo(f"  State        {address}/readyz   {address}/metrics")
    typer.echo("Ctrl-C stops it; everything is kept in " + str(installation.data))


def _tell_death(death: object) -> None:
    typer.echo(f"! {death}", err=True)
