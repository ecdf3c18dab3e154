"""What a project has reached is kept by name: a pack's stages may wait for any of its milestones.

All projects that are known so far were told with their enrolment. A process of version 1 that hears of another one
meanwhile keeps it without its milestone; it is to be told again (`outbox replay --to acceptance`).
"""

from itertools import chain

from alembic import op

from chassis.db.schema.protection import across_cities, protect

revision = "0002"
down_revision = "0001"


TABLE = """
    create table known_milestone (
        project_id uuid not null,
        name text not null,
        city text not null,
        constraint known_milestone_pkey primary key (city, project_id, name)
    )
"""
FILL = "insert into known_milestone select id, 'project_enrolled', city from known_project"


def upgrade() -> None:
    """A table of milestones, filled with the enrolments."""
    filled = across_cities(["known_project"], FILL)
    for statement in chain([TABLE], filled, protect("acceptance", "known_milestone")):
        op.execute(statement)
