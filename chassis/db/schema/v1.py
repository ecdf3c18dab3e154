"""Version 1 of the chassis' tables. Frozen: a change is a `v2` beside it, called by a new migration of each service."""

from __future__ import annotations

from collections.abc import Iterator

from chassis.db.schema.protection import grow_only, protect

_FUNCTIONS = (
    """
    create function expect_one(changed bigint) returns void language plpgsql as $$
    begin
        if changed <> 1 then
            raise exception 'expected one row, changed %', changed using errcode = 'SZ001';
        end if;
    end $$
    """,
    """
    create function refuse_change() returns trigger language plpgsql as $$
    begin
        raise exception '% only grows: a correction is a new row', tg_table_name using errcode = 'SZ002';
    end $$
    """,
)

_TABLES = (
    """
    create table idempotency (
        city text not null,
        account_id uuid not null,
        route text not null,
        key text not null,
        fingerprint bytea not null,
        answer text,
        created_at timestamptz not null default clock_timestamp(),
        constraint idempotency_pkey primary key (city, account_id, route, key)
    )
    """,
    "create index idempotency_created_at on idempotency (created_at)",
    """
    create table outbox (
        seq bigint generated always as identity,
        created_at timestamptz not null default clock_timestamp(),
        id uuid not null,
        city text not null,
        name text not null,
        version integer not null,
        aggregate_id uuid not null,
        sequence bigint not null,
        case_id uuid,
        headers jsonb not null,
        payload jsonb not null,
        position bigint,
        published_at timestamptz,
        constraint outbox_pkey primary key (created_at, seq)
    ) partition by range (created_at)
    """,
    "create index outbox_unpublished on outbox (seq) where published_at is null",
    "create index outbox_position on outbox (position)",
    "create index outbox_city_position on outbox (city, position)",
    "create table outbox_rest partition of outbox default",
    "create sequence outbox_publishing",
    """
    create table inbox (
        handler text not null,
        message_id uuid not null,
        city text not null,
        state text not null,
        attempts integer not null default 0,
        envelope jsonb,
        error text,
        first_failed_at timestamptz,
        next_attempt_at timestamptz,
        settled_at timestamptz not null default clock_timestamp(),
        constraint inbox_pkey primary key (handler, message_id),
        constraint inbox_state_known check (state in ('done', 'waiting', 'quarantined', 'discarded'))
    )
    """,
    "create index inbox_due on inbox (next_attempt_at) where state = 'waiting'",
    "create index inbox_quarantined on inbox (settled_at) where state = 'quarantined'",
    """
    create table audit (
        city text not null,
        chain_id uuid not null,
        position bigint not null,
        at timestamptz not null,
        recorded_at timestamptz not null default clock_timestamp(),
        action text not null,
        kind text not null,
        aggregate_id uuid not null,
        version bigint not null,
        account_id uuid not null,
        roles text[] not null,
        request_id text not null,
        event_ids uuid[] not null,
        details jsonb not null,
        digest bytea not null,
        hash bytea not null,
        constraint audit_pkey primary key (city, chain_id, position),
        constraint audit_city_aggregate_id_version_key unique (city, aggregate_id, version)
    )
    """,
    """
    create table audit_head (
        city text not null,
        chain_id uuid not null,
        position bigint not null,
        hash bytea not null,
        constraint audit_head_pkey primary key (city, chain_id)
    )
    """,
    "create table relay_checkpoint (name text primary key, position bigint not null)",
    "create table known_city (city text primary key)",
)

# One partition per month, made two months ahead and dropped after 13 (the time an outbox can refill a wiped broker).
_PARTITIONS = """
    create function keep_outbox_partitions() returns void language plpgsql security definer as $$
    declare
        month date := date_trunc('month', now() at time zone 'UTC')::date;
        ahead integer;
        kept text;
    begin
        for ahead in 0..2 loop
            kept := 'outbox_' || to_char(month + make_interval(months => ahead), 'YYYYMM');
            if to_regclass(kept) is null then
                execute format(
                    'create table %I partition of outbox for values from (%L) to (%L)', kept,
                    (month + make_interval(months => ahead))::date::text || ' 00:00:00+00',
                    (month + make_interval(months => ahead + 1))::date::text || ' 00:00:00+00');
            end if;
        end loop;
        for kept in
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'outbox'::regclass and c.relname ~ '^outbox_[0-9]{6}$'
              and c.relname < 'outbox_' || to_char(month - interval '13 months', 'YYYYMM')
        loop
            execute format('drop table %I', kept);
        end loop;
    end $$
"""


def upgrade(service: str) -> Iterator[str]:
    """The statements, in order, for the database of `service`."""
    yield from _FUNCTIONS
    yield from _TABLES
    yield _PARTITIONS
    yield "select keep_outbox_partitions()"
    for table in ("idempotency", "outbox", "inbox", "audit", "audit_head"):
        yield from protect(service, table)
    yield from grow_only("audit")
    yield f"revoke update, delete on audit from {service}"
    yield from _relay(f"{service}_relay")
    yield f"grant select on relay_checkpoint to {service}_auditor"
    yield f"grant select on alembic_version to {service}, {service}_relay, {service}_auditor"
    yield f"grant select, insert on known_city to {service}"
    yield f"grant select on known_city to {service}_relay, {service}_auditor"


def _relay(role: str) -> Iterator[str]:
    """The relay and the sweeper work across cities, but only on the tables that are theirs."""
    yield "revoke execute on function keep_outbox_partitions() from public"
    yield f"grant execute on function keep_outbox_partitions() to {role}"
    for table in ("outbox", "inbox", "idempotency"):
        yield f"create policy relayed on {table} to {role} using (true) with check (true)"
    yield f"grant select, update on outbox to {role}"
    yield f"grant select, insert, update, delete on inbox to {role}"
    yield f"grant select, delete on idempotency to {role}"
    yield f"grant select, insert, update on relay_checkpoint to {role}"
    yield f"grant usage on sequence outbox_publishing to {role}"
