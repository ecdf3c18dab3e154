"""The release of a pack version: its name and its content, never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from contracts.actor import Actor
from contracts.events.declaration import PackReleased
from policy.packs import Pack
from policy.refs import PackRef

RELEASES: Final = uuid5(NAMESPACE_URL, "urn:shuzhuan:pack")


@dataclass(frozen=True, kw_only=True)
class PackRelease:
    """There is only one version of it: what is released stays released."""

    id: UUID
    city: str
    version: int
    pack: PackRef
    title: str
    released_at: datetime
    released_by: UUID


def release(pack: Pack, *, at: datetime, by: Actor) -> PackRelease:
    """The release of a pack."""
    return PackRelease(
        id=uuid5(RELEASES, pack.ref.text),
        city=pack.city,
        version=1,
        pack=pack.ref,
        title=pack.title,
        released_at=at,
        released_by=by.account_id,
    )


def announced(release: PackRelease) -> PackReleased:
    """The event that every service pins by."""
    return PackReleased(
        city=release.city,
        aggregate_id=release.id,
        sequence=release.version,
        at=release.released_at,
        actor=release.released_by,
        pack=release.pack.text,
        sha256=release.pack.sha256,
    )
