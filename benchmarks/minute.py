"""(d) The deadline minute: six hundred enterprises press "submit" at the same moment."""

from __future__ import annotations

import time
from dataclasses import dataclass

from benchmarks.load import Answered, Asked, ask
from benchmarks.stage import Stage

AT_ONCE = 600


@dataclass(frozen=True)
class Minute:
    """The answers, how many declarations are in review afterwards, and how many events had their effect."""

    answered: Answered
    in_review: int
    heard: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost."""
        return self.in_review == self.heard == AT_ONCE and set(self.answered.statuses) == {"200"}


def deadline_minute(stage: Stage) -> Minute:
    """Six hundred drafts, each over a connection of its own."""
    requests = stage.submissions(AT_ONCE)
    ids = [path.split("/")[-2] for _, path, _ in requests]
    answered = ask(Asked(stage.address, requests, connections=AT_ONCE))
    time.sleep(3)
    with stage.superuser("declaration") as cursor:
        cursor.execute("select count(*) from declaration where id = any(%s::uuid[]) and state = 'in_review'", (ids,))
        in_review = cursor.fetchone()[0]
        cursor.execute("select array_agg(id::text) from outbox where aggregate_id = any(%s::uuid[])", (ids,))
        messages = cursor.fetchone()[0]
    with stage.superuser("registry") as cursor:
        cursor.execute("select count(*) from inbox where message_id = any(%s::uuid[]) and state = 'done'", (messages,))
        return Minute(answered, in_review, cursor.fetchone()[0])
