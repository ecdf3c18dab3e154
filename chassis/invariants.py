"""What must hold in every service's database, whatever was killed in between. Read as the auditor, across cities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.audit import chained, digest_of

SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One invariant of one service: how many things were checked, and which of them break it (at most 20 shown)."""

    service: str
    name: str
    checked: int
    broken: int = 0
    found: list[Any] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.broken

    def as_json(self) -> dict[str, Any]:
        """For `shuzhuan check-invariants --json`."""
        return {
            "service": self.service,
            "invariant": self.name,
            "checked": self.checked,
            "broken": self.broken,
            "found": self.found,
            "holds": self.holds,
        }


def finding(service: str, name: str, checked: int, found: list[Any]) -> Finding:
    """A finding that shows the first of what was found."""
    return Finding(service=service, name=name, checked=checked, broken=len(found), found=found[:SHOWN])


_AUDIT = """
    select city, chain_id, position, at, action, kind, aggregate_id, version, account_id, roles, request_id,
           event_ids, details, digest, hash
    from audit order by city, chain_id, position
"""
_HEADS = "select city, chain_id, position, hash from audit_head"
_NAMES = (
    "city", "chain_id", "position", "at", "action", "kind", "aggregate_id", "version", "account_id", "roles",
    "request_id", "event_ids", "details", "digest", "hash",
)  # fmt: skip
_DIGESTED = _NAMES[3:13]
_VERSIONS = """
    select city, aggregate_id::text, count(*), min(version), max(version) from audit
    group by city, aggregate_id having count(*) <> max(version) - min(version) + 1 or min(version) <> 1
"""
# Outbox rows are kept 13 months, audit rows and inbox marks longer: what is older is not compared.
_UNANNOUNCED = """
    select event_id::text
    from (select unnest(event_ids) as event_id from audit where recorded_at > now() - interval '12 months') said
    where not exists (select 1 from outbox where id = event_id)
"""
_UNRECORDED = """
    select o.id::text, o.name, count(a.event_id) from outbox o
    left join (select unnest(event_ids) as event_id from audit) a on a.event_id = o.id
    group by o.id, o.name having count(a.event_id) <> 1
"""
_UNPUBLISHED = "select id::text, name from outbox where published_at is null"
_ANNOUNCED = "select id, name from outbox where name = any(%s)"
# A letter that no handler can take is marked with "?"; it may be anything.
_MARKS = "select message_id, settled_at > now() - interval '12 months' from inbox where handler <> '?'"
_UNSETTLED = "select message_id::text, handler, state, error from inbox where state in ('waiting', 'quarantined')"


def check_service(cursor: Any, service: str) -> Iterator[Finding]:
    """The invariants inside one database."""
    yield _chains(cursor, service)
    yield _none_of(cursor, service, "each version of an aggregate is recorded once", _VERSIONS, "audit")
    yield _none_of(cursor, service, "every announced event has an outbox row", _UNANNOUNCED, "audit")
    yield _none_of(cursor, service, "every outbox row belongs to one recorded change", _UNRECORDED, "outbox")
    yield _none_of(cursor, service, "every event is published", _UNPUBLISHED, "outbox")
    yield _none_of(cursor, service, "nothing waits and nothing is in quarantine", _UNSETTLED, "inbox")


def check_deliveries(
    cursors: Mapping[str, Any], consumes: Mapping[str, list[str]], publishers: Mapping[str, str]
) -> Iterator[Finding]:
    """Inboxes match outboxes: each announced event was taken in exactly once by every service that consumes it.

    `consumes` names the events per consuming service, `publishers` the publishing service per event.
    """
    announced: dict[str, dict[Any, str]] = {}
    for service, cursor in cursors.items():
        names = [name for name, publisher in publishers.items() if publisher == service]
        cursor.execute(_ANNOUNCED, (names,))
        announced[service] = dict(cursor.fetchall())
    everything = {message_id: name for events in announced.values() for message_id, name in events.items()}
    for service, cursor in cursors.items():
        cursor.execute(_MARKS)
        marks: dict[Any, bool] = dict(cursor.fetchall())
        wanted = {message_id for message_id, name in everything.items() if name in consumes.get(service, ())}
        missing = [f"{everything[message_id]} {message_id} was never taken in" for message_id in wanted - marks.keys()]
        foreign = [
            f"{message_id} was taken in, but never announced"
            for message_id, is_recent in marks.items()
            if is_recent and message_id not in everything
        ]
        yield finding(service, "the inbox matches the outboxes", len(wanted), missing + foreign)


def _chains(cursor: Any, service: str) -> Finding:
    cursor.execute(_HEADS)
    heads = {(city, chain_id): (position, bytes(hash_)) for city, chain_id, position, hash_ in cursor.fetchall()}
    cursor.execute(_AUDIT)
    found: list[str] = []
    checked = 0
    ends: dict[tuple[str, Any], tuple[int, bytes]] = {}
    for values in cursor:
        row = dict(zip(_NAMES, values, strict=True))
        key = (row["city"], row["chain_id"])
        position, hash_ = ends.get(key, (0, b""))
        digest = digest_of(row["city"], row["chain_id"], {name: row[name] for name in _DIGESTED})
        ends[key] = (row["position"], bytes(row["hash"]))
        checked += 1
        if digest != bytes(row["digest"]):
            found.append(f"chain {row['chain_id']} position {row['position']}: the row was changed")
        if row["position"] != position + 1 or chained(hash_, bytes(row["digest"])) != bytes(row["hash"]):
            found.append(f"chain {row['chain_id']} position {row['position']}: the chain is broken")
    found += [
        f"chain {key[1]}: its head is not its end"
        for key in heads.keys() | ends.keys()
        if heads.get(key) != ends.get(key)
    ]
    return finding(service, "audit chains are whole", checked, found)


def _none_of(cursor: Any, service: str, name: str, query: str, table: str) -> Finding:
    cursor.execute(f"select count(*) from {table}")
    checked = cursor.fetchone()[0]
    cursor.execute(query)
    return finding(service, name, checked, [" ".join(str(value) for value in row) for row in cursor.fetchall()])
