"""What differs between two installations, read from the environment once.

`DATABASE_URL` may hold `{service}` and `{role}`; a role whose address differs altogether (PgBouncer
for the application, a direct connection for the relay) has its own `DATABASE_URL_RELAY`, `…_OWNER`, `…_AUDITOR`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEVELOPMENT = "development"
IN_THIS_CLONE = Path(__file__).resolve().parents[1] / "packs"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`environment` is `development` or `production`; `data` the folder of an installation on one machine;
    `packs` the folder of what cities decided, which the code does not bring along where it is installed."""

    amqp_uri: str = "embedded://shuzhuan"
    database_url: str = ""
    database_urls: Mapping[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    port: int = 8000
    health_port: int | None = None
    data: Path = Path(".data")
    packs: Path = IN_THIS_CLONE
    environment: str = "production"
    workers: int = 20
    pool_size: int = 20
    blobs: str = ""
    actor_private_key: str = ""
    actor_public_key: str = ""
    sealing_keys: str = ""
    feed_keys: str = ""
    smtp_url: str = ""
    sms_url: str = ""
    sms_per_minute: int = 300
    public_url: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """ValueError for a number that is none."""
        data = Path(environ.get("SHUZHUAN_DATA", ".data")).absolute()
        health_port = environ.get("HEALTH_PORT")
        return cls(
            amqp_uri=environ.get("AMQP_URI", cls.amqp_uri),
            database_url=environ.get("DATABASE_URL", ""),
            database_urls={
                role: environ[name]
                for role in ("relay", "owner", "auditor")
                if (name := f"DATABASE_URL_{role.upper()}") in environ
            },
            host=environ.get("HOST_ADDRESS", cls.host),
            port=int(environ.get("PORT", cls.port)),
            health_port=int(health_port) if health_port else None,
            data=data,
            packs=Path(environ.get("SHUZHUAN_PACKS", cls.packs)).absolute(),
            environment=environ.get("SHUZHUAN_ENV", cls.environment),
            workers=int(environ.get("WORKERS", cls.workers)),
            pool_size=int(environ.get("POOL_SIZE", cls.pool_size)),
            blobs=environ.get("BLOBS", str(data / "blobs")),
            actor_private_key=environ.get("ACTOR_PRIVATE_KEY_FILE", str(data / "keys" / "actor.key")),
            actor_public_key=environ.get("ACTOR_PUBLIC_KEY_FILE", str(data / "keys" / "actor.pub")),
            sealing_keys=environ.get("SEALING_KEYS_FILE", str(data / "keys" / "sealing.json")),
            feed_keys=environ.get("FEED_KEYS_FILE", str(data / "keys" / "feed.json")),
            smtp_url=environ.get("SMTP_URL", ""),
            sms_url=environ.get("SMS_URL", ""),
            sms_per_minute=int(environ.get("SMS_PER_MINUTE", cls.sms_per_minute)),
            public_url=environ.get("PUBLIC_URL", ""),
        )

    @property
    def is_development(self) -> bool:
        return self.environment == DEVELOPMENT

    @property
    def public_address(self) -> str:
        """What people type to come here, without a slash at the end: it stands on what they print."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def is_embedded(self) -> bool:
        """Whether the bus lives in this process, and dies with it."""
        return self.amqp_uri.startswith("embedded:")

    def database(self, service: str, role: str = "") -> str:
        """The address of a service's database for its application role (`""`), `relay`, `owner` or `auditor`."""
        name = f"{service}_{role}" if role else service
        template = self.database_urls.get(role, self.database_url)
        return template.format(service=service, role=name)
