"""Packs that are named on the command line."""

from __future__ import annotations

from pathlib import Path

import typer

from policy.packs import Pack, PackInvalid, load_folder


def loaded(path: Path) -> Pack:
    """The pack of a folder, or of the compiled JSON of a release; else words, and the end of the command."""
    try:
        return load_folder(path) if path.is_dir() else Pack.from_json(path.read_bytes())
    except PackInvalid as invalid:
        typer.echo(str(invalid), err=True)
        raise typer.Exit(1) from None
