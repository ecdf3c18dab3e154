"""Deadlines that people are reminded of, and positions of messages, by which `changed since` reads them (ALL5).

A position is given by one timer after the message is visible: neither a clock nor an identity column could
promise that no message with a lower one appears later. What is there already gets its own here.
"""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OWN = (
    """
    create table due_step (
        city text not null,
        subject_id uuid not null,
        about text not null,
        sequence bigint not null,
        case_id uuid,
        step integer,
        stage text,
        role text,
        division text,
        due_on date,
        remind_at timestamptz,
        escalate_at timestamptz,
        constraint due_step_pkey primary key (city, subject_id),
        constraint due_step_whole_or_none
            check ((step is null) = (role is null) and (step is null) = (due_on is null)),
        constraint due_step_said_of_a_step
            check (step is not null or (remind_at is null and escalate_at is null))
    )
    """,
    "create index due_step_to_remind on due_step (city, remind_at) where remind_at is not null",
    "create index due_step_to_escalate on due_step (city, escalate_at) where escalate_at is not null",
    "create index due_step_by_due_on on due_step (city, due_on, subject_id) where due_on is not null",
    "alter table message add column position bigint",
    "create sequence message_positions",
    "grant usage on sequence message_positions to registry",
    "alter table message no force row level security",
    """
    update message set position = numbered.position
    from (
        select city, id, nextval('message_positions') as position
        from (select city, id from message order by written_at, id) written
    ) numbered
    where message.city = numbered.city and message.id = numbered.id
    """,
    "alter table message force row level security",
    "create index message_by_position on message (city, account_id, position)",
    "create index message_without_position on message (city, written_at) where position is null",
)


def upgrade() -> None:
    for statement in chain(_OWN, protect("registry", "due_step")):
        op.execute(statement)
