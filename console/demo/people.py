"""Signing people in: with the initial password from their mail, which they must change, or with the demonstration's."""

import email
import re
import time
from email import policy
from pathlib import Path

from console.demo.cast import PASSWORD
from console.demo.client import Client, Refused

MAIL_SECONDS = 60.0
_SECRET = re.compile(r"initial password:\s+(\S+)")


def signed_in(client: Client, login: str, *, mailbox: Path, address: str) -> Client:
    """A client for this person. The first time the initial password comes by mail and is changed by force (DL1)."""
    try:
        return client.signed_in(token_of(client, login, PASSWORD))
    except Refused as refused:
        if refused.status not in (401, 403, 422):
            raise
    initial = initial_password(mailbox, address)
    newcomer = client.signed_in(token_of(client, login, initial))
    newcomer.put("/account/password", {"current_password": initial, "new_password": PASSWORD})
    return client.signed_in(token_of(client, login, PASSWORD))


def initial_password(mailbox: Path, address: str) -> str:
    """From the newest mail in the development mailbox; waits for it."""
    return mailed(mailbox, address, _SECRET)


def mailed(mailbox: Path, address: str, secret: re.Pattern[str]) -> str:
    """What `secret` finds in the newest mail that has it; waits for one."""
    deadline = time.monotonic() + MAIL_SECONDS
    while True:
        for path in sorted((mailbox / address.lower()).glob("*.eml"), reverse=True):
            message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            found = secret.search(body.get_content()) if body else None
            if found:
                return found.group(1)
        if time.monotonic() > deadline:
            raise TimeoutError(f"no mail for {address} with {secret.pattern}")
        time.sleep(0.1)


def token_of(client: Client, login: str, password: str) -> str:
    """Sign in. Refused with the sentence for a wrong password."""
    session = client.post("/sessions", {"login": login, "password": password}, key=str(time.monotonic_ns()))
    return str(session["token"])
