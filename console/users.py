"""`shuzhuan users`: the first account of a city."""

from typing import Annotated

import typer

from chassis.clock import clock_of
from chassis.commands import Asked, run_command
from chassis.config import Settings
from chassis.db.pool import Pool
from chassis.sealing import sealer_from
from chassis.units import Units
from console.operator import running_settings
from contracts.actor import Actor
from services.registry.adapters.passwords import Argon2Passwords
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.create_administrator import Administrator, create_administrator
from services.registry.use_cases.ports import Secrets

app = typer.Typer(no_args_is_help=True, help="The first account of a city.")


@app.callback()
def _group() -> None:
    """Keeps `create-admin` a command of its own, with others to come."""


@app.command("create-admin")
def create_admin(
    city: Annotated[str, typer.Argument(help="Key of the city, as its pack folder is called.")],
    login: Annotated[str, typer.Option()] = "admin",
    password: Annotated[
        str | None, typer.Option(help="One is made, to be changed at first login, unless given.")
    ] = None,
) -> None:
    """Make the administrator of a city; further accounts are made by this one, over the API."""
    made = make_administrator(running_settings(), city, login=login, password=password)
    typer.echo(f"{city}: {made.account.login}  password: {made.initial_password}")


def make_administrator(settings: Settings, city: str, *, login: str, password: str | None) -> Administrator:
    """The administrator's account, made in the registry's own database. Refusals rise as they are."""
    pool = Pool(settings.database("registry"), size=1)
    clock = clock_of(settings)
    secrets = Secrets(passwords=Argon2Passwords(), sealer=sealer_from(settings.sealing_keys))
    made: list[Administrator] = []

    def use_case(uow: RegistryUnit) -> None:
        made.append(create_administrator(uow, secrets, clock, login=login, name=login, email=None, password=password))

    try:
        asked = Asked(actor=Actor.system(city), request_id="console")
        run_command(Units(pool, RegistryUnit), asked, use_case, now=clock.now)
    finally:
        pool.close()
    return made[-1]
