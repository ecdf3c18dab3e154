"""`python -m chassis.replaying`: publishes an outbox again, as JSON on standard input asks (`outbox replay`)."""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402
from contextlib import closing  # noqa: E402

import psycopg2  # noqa: E402

from chassis.bus import register_transports  # noqa: E402
from chassis.bus.publisher import ConfirmedPublisher  # noqa: E402
from chassis.relay import republish  # noqa: E402
from chassis.subscriptions import TOPOLOGY  # noqa: E402


def main() -> None:
    """Answer with `{"published": n}`."""
    asked = json.load(sys.stdin)
    register_transports()
    publisher = ConfirmedPublisher(asked["amqp_uri"], topology=TOPOLOGY)
    with closing(publisher), closing(psycopg2.connect(asked["database"])) as connection:
        connection.autocommit = True
        published = republish(connection.cursor(), publisher, asked["service"], after=asked["after"], to=asked["to"])
    print(json.dumps({"published": published}))


if __name__ == "__main__":
    main()
