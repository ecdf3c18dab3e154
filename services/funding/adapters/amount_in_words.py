"""Amounts as banks write them (大写金额): 贰拾万元整. The rules are those of the 支付结算办法, annex 1."""

from __future__ import annotations

import re
from typing import Final

from contracts.money import FEN_PER_YUAN, Money

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("仟", "佰", "拾", "")
_SECTIONS: Final = ("亿", "万", "")


def amount_in_words(amount: Money) -> str:
    """Up to 999,999,999,999.99 yuan; ValueError above it, and below zero."""
    yuan, fen = divmod(amount.fen, FEN_PER_YUAN)
    if amount.fen < 0 or yuan >= 10**12:
        raise ValueError(f"no words for {amount.fen} fen")
    whole = f"{_whole(yuan)}元" if yuan or not fen else ""
    return whole + _parts(fen, after_yuan=bool(yuan))


def _whole(yuan: int) -> str:
    if not yuan:
        return "零"
    padded = f"{yuan:012d}"
    sections = (padded[0:4], padded[4:8], padded[8:12])
    words = ""
    for digits, name in zip(sections, _SECTIONS, strict=True):
        section = _section(digits)
        # A section without digits leaves one 零 behind, unless nothing follows.
        words += section.rstrip("零") + name if section.strip("零") else "零"
    return re.sub("零+", "零", words).strip("零")


def _section(digits: str) -> str:
    """Four digits: 1020 is 壹仟零贰拾."""
    words = "".join(
        "零" if digit == "0" else _DIGITS[int(digit)] + place for digit, place in zip(digits, _PLACES, strict=True)
    )
    return re.sub("零+", "零", words)


def _parts(fen: int, *, after_yuan: bool) -> str:
    jiao, rest = divmod(fen, 10)
    if not fen:
        return "整"
    words = f"{_DIGITS[jiao]}角" if jiao else ("零" if after_yuan else "")
    return words + (f"{_DIGITS[rest]}分" if rest else "整")
