"""What stands on a print."""

from __future__ import annotations

import io

import pypdf


def text_of(pdf: bytes) -> str:
    """All of its text, without spaces and line ends."""
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def code_in(text: str) -> str:
    """The verification code."""
    return text.split("验证码")[1][:29]
