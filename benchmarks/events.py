"""From the commit of an event to its effect: how many a second when there are many, how long when there are few."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import quantiles
from uuid import uuid4

from benchmarks.load import Asked, ask
from benchmarks.stage import Stage

BURST = 6000
PACED = 600
PER_SECOND = 100
PATIENCE_SECONDS = 120.0


@dataclass(frozen=True)
class Lag:
    """Milliseconds from commit to effect."""

    p50: float
    p99: float


def burst(stage: Stage) -> float:
    """Events a second from commit to effect: many in one transaction, until the registry has told of the last."""
    wave = uuid4()
    with stage.superuser("declaration") as cursor:
        cursor.execute(
            """
            insert into outbox (id, city, name, version, aggregate_id, sequence, case_id, headers, payload)
            select gen_random_uuid(), city, name, version, fresh, 1, fresh,
                   headers || jsonb_build_object('request_id', %s),
                   payload || jsonb_build_object('aggregate_id', fresh, 'case_id', fresh, 'sequence', 1)
            from (select *, gen_random_uuid() as fresh from generate_series(1, %s),
                  (select * from outbox where name = 'declaration_submitted' order by seq desc limit 1) one) o
            """,
            (str(wave), BURST),
        )
        cursor.execute("select id from outbox where headers ->> 'request_id' = %s", (str(wave),))
        ids = [row[0] for row in cursor.fetchall()]
    began = time.time()
    with stage.superuser("registry") as cursor:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            cursor.execute(
                "select count(*), extract(epoch from max(settled_at))::float8 from inbox"
                " where message_id = any(%s::uuid[]) and state = 'done'",
                (ids,),
            )
            count, last = cursor.fetchone()
            if count == BURST:
                return BURST / (last - began)
            time.sleep(0.2)
    raise SystemExit(f"{count} of {BURST} events had their effect after {PATIENCE_SECONDS:.0f} s")


def lag(stage: Stage) -> Lag:
    """Submissions at a steady pace: the database's own clock tells when the event was written and when it was heard."""
    with stage.superuser("declaration") as cursor:
        cursor.execute("select coalesce(max(seq), 0) from outbox")
        before = cursor.fetchone()[0]
    ask(Asked(stage.address, stage.submissions(PACED), connections=20, per_second=PER_SECOND)).must_be_all("200")
    time.sleep(2)
    with stage.superuser("declaration") as cursor:
        cursor.execute(
            "select id::text, extract(epoch from created_at)::float8 from outbox"
            " where seq > %s and name = 'declaration_submitted'",
            (before,),
        )
        written = dict(cursor.fetchall())
    with stage.superuser("registry") as cursor:
        cursor.execute(
            "select message_id::text, extract(epoch from settled_at)::float8 from inbox"
            " where message_id = any(%s::uuid[]) and state = 'done'",
            (list(written),),
        )
        heard = dict(cursor.fetchall())
    if len(heard) < PACED:
        raise SystemExit(f"{len(heard)} of {PACED} events had their effect")
    spread = quantiles(((heard[each] - written[each]) * 1000 for each in heard), n=100)
    return Lag(spread[49], spread[98])
