"""Publishing an outbox again. Needs the bus, so it runs in a process of its own that is green from its first line."""

import json
import subprocess
import sys

from chassis.config import Settings


def replay_service(settings: Settings, service: str, *, after: int, to: str | None) -> int:
    """How many events of `service` were published again. CalledProcessError when the bus cannot be reached."""
    asked = {
        "amqp_uri": settings.amqp_uri,
        "database": settings.database(service, "relay"),
        "service": service,
        "after": after,
        "to": to,
    }
    done = subprocess.run(
        [sys.executable, "-m", "chassis.replaying"], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    published: int = json.loads(done.stdout)["published"]
    return published
