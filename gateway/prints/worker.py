"""The program of a print worker: a document (JSON) in, a PDF out. Started as `python -m gateway.prints.worker`.

WeasyPrint, Pango and a Chinese font are asked for when the first document comes: where one is missing the
answer says which, and the worker ends, so that what is installed afterwards is found.
"""

from __future__ import annotations

import ctypes
import json
import logging
from collections.abc import Iterator
from typing import Any, Final

from chassis.workers import JobRefused
from chassis.workers.serving import serve
from gateway.prints.page import page

DOCUMENTS_PER_WORKER: Final = 200
IDLE_SECONDS: Final = 120.0
ALARM_SECONDS: Final = 90
MEMORY_BYTES: Final = 768 << 20
"""Of addresses, of which the libraries alone take some 370 MiB; a print of a hundred long rows stays below 100 MiB."""

WEASYPRINT, PANGO, FONT = "weasyprint", "pango", "chinese_font"
_CHINESE: Final = b":lang=zh-cn"


def missing() -> list[str]:
    """What a print needs and this machine does not have."""
    return [name for name, is_there in _needed() if not is_there]


def render(job: bytes) -> bytes:
    """The PDF of a document. The same bytes for the same document: nothing in it is the time or the chance."""
    lacking = missing()
    if lacking:
        raise JobRefused({"missing": lacking})
    from weasyprint import HTML  # only where there is one
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # the error is no `Exception`

    class NoFetching(URLFetcher):
        """Nothing is loaded: a document that names an address was not escaped, and is no document of ours."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            raise FatalURLFetchingError("a print loads nothing")

    try:
        pdf: bytes = HTML(string=page(json.loads(job)), url_fetcher=NoFetching()).write_pdf()
    except FatalURLFetchingError as error:
        raise ValueError(str(error)) from error
    return pdf


def _needed() -> Iterator[tuple[str, bool]]:
    yield WEASYPRINT, _is_importable()
    yield PANGO, all(_loaded(name) for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"))
    yield FONT, _has_chinese_font()


def _is_importable() -> bool:
    """False where it is not installed; an OSError only says that its libraries are not, which is another answer."""
    try:
        import weasyprint  # noqa: F401
    except ImportError:
        return False
    except OSError:
        return True
    return True


def _loaded(name: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


class _FontSet(ctypes.Structure):
    _fields_ = (("count", ctypes.c_int), ("size", ctypes.c_int), ("fonts", ctypes.c_void_p))


def _has_chinese_font() -> bool:
    """Whether fontconfig, which Pango asks, knows a font for simplified Chinese."""
    fontconfig = _loaded("libfontconfig.so.1")
    if fontconfig is None:
        return False
    fontconfig.FcNameParse.restype = fontconfig.FcObjectSetCreate.restype = ctypes.c_void_p
    fontconfig.FcNameParse.argtypes = (ctypes.c_char_p,)
    fontconfig.FcFontList.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    fontconfig.FcFontList.restype = ctypes.POINTER(_FontSet)
    found = fontconfig.FcFontList(None, fontconfig.FcNameParse(_CHINESE), fontconfig.FcObjectSetCreate())
    return bool(found) and found.contents.count > 0


def main() -> None:
    """Serve until the gateway is gone."""
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    serve(
        render,
        jobs=DOCUMENTS_PER_WORKER,
        idle_seconds=IDLE_SECONDS,
        job_seconds=ALARM_SECONDS,
        memory_bytes=MEMORY_BYTES,
    )


if __name__ == "__main__":
    main()
