"""What can go wrong while a backing server is started. Each message is a sentence for the person at the terminal."""

from pathlib import Path

_LINES_SHOWN = 15


class BackingFailed(Exception):
    """A backing server could not be started or did not answer."""


class BackingMissing(BackingFailed):
    """The server's program is not installed; the message holds the line that installs it."""


class DataDirInUse(BackingFailed):
    """Somebody else runs on this data directory."""


def with_log(sentence: str, log: Path) -> str:
    """`sentence` with the end of the server's log below it."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join([sentence, f"The end of {log}:", *lines[-_LINES_SHOWN:]])
