"""`shuzhuan feed`: the side of the national platform."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from console.feed_reader import Feed, NotRead, opened, read_on
from contracts.national_feed import FeedBroken, FeedVerifier
from services.oversight.adapters.national_files import checked

PASSWORD = "SHUZHUAN_FEED_PASSWORD"

app = typer.Typer(no_args_is_help=True, help="The national feed, as its reader sees it.")

Address = Annotated[str, typer.Argument(help="Where the platform answers: https://host")]
City = Annotated[str, typer.Argument(help="Key of the city.")]
Keys = Annotated[Path, typer.Option(help="File with the public keys, as `feed keys` prints it.")]


@app.command("keys")
def keys(address: Address, city: City) -> None:
    """Print the public keys; compare them with what the operator tells you before you rely on them."""
    with _told():
        typer.echo(json.dumps(Feed(address, city).public_keys(), indent=2))


@app.command("read")
def read(
    address: Address,
    city: City,
    login: Annotated[str, typer.Option(help=f"Account of the national platform; its password is in {PASSWORD}.")],
    keys: Keys,
    into: Annotated[Path, typer.Option(help="File of records, one per line; goes on where it ends.")],
    limit: Annotated[int, typer.Option(help="Records per page.", min=1, max=200)] = 200,
) -> None:
    """Read what is new, check signatures and chain, and store it. Start it again after any failure."""
    with _told(), opened(into) as file:
        feed = Feed(address, city).signed_in(login, os.environ.get(PASSWORD, ""))
        for place in read_on(feed, _verifier(keys), file, limit=limit):
            typer.echo(f"{place.number} {place.digest}")


@app.command("check")
def check(file: Annotated[Path, typer.Argument(help="A file of a period, JSON Lines or Excel.")], keys: Keys) -> None:
    """Say whether a file is whole and signed, and what its statement says."""
    with _told():
        statement = checked(file.read_bytes(), _verifier(keys))
        typer.echo(json.dumps(statement, indent=2, ensure_ascii=False))


def _verifier(keys: Path) -> FeedVerifier:
    return FeedVerifier(json.loads(keys.read_text(encoding="utf-8")))


@contextmanager
def _told() -> Iterator[None]:
    """What went wrong, in a line."""
    try:
        yield
    except (NotRead, FeedBroken, OSError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
