"""How a call can fail apart from what the service itself answers."""

from __future__ import annotations

from typing import Any

Wire = dict[str, Any]


class ServiceTimeout(Exception):
    """No answer within the timeout. The call may have run, or may still run: ask again with the same key."""

    def __init__(self, service: str, method: str) -> None:
        super().__init__(f"{service}.{method} did not answer in time")
        self.service, self.method = service, method


class ServiceUnavailable(Exception):
    """The service has no queue, or the broker is away. If the connection was lost meanwhile, the call may have run."""

    def __init__(self, service: str) -> None:
        super().__init__(f"{service} cannot be reached")
        self.service = service


class RemoteError(Exception):
    """An error answer, when the client was given no `decode_error`. `wire["code"]` says which."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire.get("code", "unknown"))
        self.wire = wire


class CallAborted(Exception):
    """A service method was ended by an `eventlet.Timeout`, which Nameko would not survive."""
