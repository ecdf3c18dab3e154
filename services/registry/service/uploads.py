"""Uploaded files become kept ones before a use case refers to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chassis.runtime import AnyRuntime
from contracts.actor import Actor
from services.registry.domain.files import FileReference


def kept_files(runtime: AnyRuntime, actor: Actor, files: Iterable[FileReference]) -> tuple[FileReference, ...]:
    """The references with the sizes that the store knows; NoSuchFile for one that was not uploaded in this city."""
    return tuple(replace(file, size=runtime.blobs.keep(actor.city, file.sha256)) for file in files)
