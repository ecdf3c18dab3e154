"""`shuzhuan users`: the first account of a city."""

from typing import Annotated

import typer

from console.operator import running_settings
from contracts.refusal import Refusal
from services.registry.bootstrap import registry_of

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
    with registry_of(running_settings()) as registry:
        try:
            made = registry.create_administrator(city, login=login, name=login, password=password)
        except Refusal as refusal:
            typer.echo(str(refusal), err=True)
            raise typer.Exit(1) from None
    typer.echo(f"{city}: {made['login']}  password: {made['initial_password']}")
