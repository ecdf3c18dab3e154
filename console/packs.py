"""`shuzhuan packs`: check the policy packs, run their worked cases, release one on a running platform."""

from pathlib import Path
from typing import Annotated

import typer

from chassis.config import Settings
from console.demo.city import release as release_folder
from console.demo.client import Client, Refused
from console.demo.people import token_of
from console.operator import running_settings
from console.pack_files import loaded
from console.packs_dry_run import dry_run_command
from console.packs_new import new
from policy.assumptions import Assumption
from policy.cases import run_cases, run_national_cases
from policy.check import check_folder
from policy.differences import differences
from policy.mutation import survivors_of
from policy.packs import PackInvalid

app = typer.Typer(no_args_is_help=True, help="Policy packs: what cities decided, as data.")
app.command("dry-run")(dry_run_command)
app.command("new")(new)

Folder = Annotated[list[Path] | None, typer.Argument(help="Pack folders; all of them unless some are named.")]
Packs = Annotated[
    Path,
    typer.Option("--packs", envvar="SHUZHUAN_PACKS", exists=True, file_okay=False, help="The folder of the packs."),
]


def folders(under: Path) -> list[Path]:
    """Every pack below a folder: `<city>/<programme>-<year>`."""
    return sorted(path.parent for path in under.glob("*/*/pack.yaml"))


@app.command()
def check(folder: Folder = None, packs: Packs = Settings.packs) -> None:
    """Every problem of the packs by file, line and key; then every value that no source speaks of."""
    has_problem = False
    national: dict[Assumption, None] = {}
    for path in folder or folders(packs):
        report = check_folder(path)
        typer.echo(f"{path.parent.name}/{path.name}: {report.ref.text if report.ref else 'does not load'}")
        for problem in report.problems:
            has_problem = True
            typer.echo(f"  {problem}", err=True)
        for assumption in report.assumed:
            if assumption.is_national:
                national[assumption] = None
            else:
                typer.echo(f"  assumed: {assumption.sentence}")
    for assumption in national:
        typer.echo(f"national assumed: {assumption.sentence}")
    if has_problem:
        raise typer.Exit(1)


@app.command()
def cases(folder: Folder = None, packs: Packs = Settings.packs) -> None:
    """Run the worked cases of the packs, and once those of what is national."""
    chosen = folder or folders(packs)
    results = [(path.name, result) for path in chosen for result in run_cases(path)]
    results += [("national", result) for path in chosen[:1] for result in run_national_cases(path)]
    failed = [(name, result) for name, result in results if not result.passed]
    for name, result in failed:
        where = f"{name}/{result.file}:{result.line}"
        typer.echo(f"{where}: {result.name}: expected {result.expected}, found {result.found}", err=True)
    typer.echo(f"{len(results)} worked cases, {len(failed)} failed")
    if failed or not results:
        raise typer.Exit(1)


@app.command()
def mutate(folder: Folder = None, packs: Packs = Settings.packs) -> None:
    """Change every number, date, flag and list member by its smallest step: some worked case has to fail each time."""
    has_survivor = False
    for path in folder or folders(packs):
        try:
            number, survivors = survivors_of(path)
        except (PackInvalid, ValueError) as reason:
            has_survivor = True
            typer.echo(f"{path.parent.name}/{path.name}: {reason}", err=True)
            continue
        typer.echo(f"{path.parent.name}/{path.name}: {number} mutants, {len(survivors)} survivors")
        for survivor in survivors:
            has_survivor = True
            typer.echo(f"  {survivor}", err=True)
    if has_survivor:
        raise typer.Exit(1)


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="A pack folder, or the compiled JSON of a release.", exists=True)],
    after: Annotated[Path, typer.Argument(help="The other version.", exists=True)],
) -> None:
    """What changed between two versions of a pack, in words."""
    old, new = loaded(before), loaded(after)
    typer.echo(f"{old.ref.text} → {new.ref.text}")
    found = differences(old.compiled, new.compiled)
    for difference in found:
        typer.echo(f"  {difference}  [{difference.place}]")
    typer.echo(f"{len(found)} differences")


@app.command()
def release(
    folder: Annotated[Path, typer.Argument(help="The pack folder.", exists=True, file_okay=False)],
    login: Annotated[str, typer.Option(help="An administrator of the pack's city.")] = "admin",
    password: Annotated[str, typer.Option(envvar="SHUZHUAN_PASSWORD", prompt=True, hide_input=True)] = "",
    address: Annotated[str | None, typer.Option(help="Where the gateway answers.")] = None,
) -> None:
    """Compile a pack and release it on a running platform: its version can be pinned then, and never changes."""
    report = check_folder(folder)
    for problem in report.problems:
        typer.echo(f"  {problem}", err=True)
    if report.problems or report.ref is None:
        raise typer.Exit(1)
    settings = running_settings()
    visitor = Client(address or f"http://{settings.host}:{settings.port}", report.ref.city, "packs-release")
    try:
        released = release_folder(visitor.signed_in(token_of(visitor, login, password)), folder)
    except Refused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{released['pack']}  sha256 {released['sha256']}")
