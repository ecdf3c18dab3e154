"""Places on lists that the pack names, above and below designated size; and the accounts of scarce places.

Whoever is on a list was put on that of pilot enterprises: until now there was no other.
"""

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0003"
down_revision = "0002"

OWN = (
    "alter table declaration add column list_key text not null default 'pilots', add column scale text",
    """
    create index declaration_listed on declaration (city, list_key, listed_at, id) where pilot_state = 'listed'
    """,
    """
    create table quota_account (
        city text not null,
        programme_year text not null,
        batch text not null,
        key text not null,
        quota text not null,
        scope text[] not null,
        holders jsonb not null,
        constraint quota_account_pkey primary key (city, programme_year, batch, key)
    )
    """,
)


def upgrade() -> None:
    """Two columns and a table."""
    for statement in chain(OWN, protect("declaration", "quota_account")):
        op.execute(statement)
