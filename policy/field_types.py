"""The types of form fields: how each reads an answer, what it refuses, and how it prints.

An answer that cannot be read raises `Fault` with the code of the problem. What comes back is the fact:
Money for money, date for a date, a frozenset of codes for several choices. Messages never echo
what was typed into a sealed field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.codes import credit_code
from contracts.money import Money
from policy.facts import Kind

Read = Callable[[Any], Any]
Spec = Mapping[str, Any]

LARGEST_FEN = 10**17
LARGEST_NUMBER = 10**15
DECIMALS = {"yuan": 2, "wan_yuan": 6}
UNIT_TITLES = {"yuan": "元", "wan_yuan": "万元"}

_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
# What PostgreSQL's jsonb or UTF-8 cannot hold, and control characters other than tab and line ends.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

PATTERNS: dict[str, tuple[re.Pattern[str], str]] = {
    "phone": (re.compile(r"1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?"), "手机号或带区号的固定电话"),
    "email": (re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[A-Za-z]{2,24}"), "电子邮箱地址"),
    "division": (re.compile(r"[0-9]{6}"), "六位行政区划代码"),
    "industry_code": (re.compile(r"[0-9]{4}"), "四位国民经济行业代码（GB/T 4754-2017）"),
    "account_number": (re.compile(r"[0-9]{8,32}"), "8至32位数字的银行账号"),
    "reference": (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "从列表中选择"),
    "branch_code": (re.compile(r"[0-9]{12}"), "12位联行号"),
}

KINDS: dict[str, Kind] = {
    "choice": Kind.CHOICE,
    "choices": Kind.CHOICES,
    "money": Kind.MONEY,
    "whole": Kind.WHOLE,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "flag": Kind.FLAG,
    "rows": Kind.ROWS,
}

TYPES = ("text", "credit_code", *PATTERNS, *KINDS)


class Fault(ValueError):
    """An answer that its type refuses: `code`, and `inputs` that help to mend it."""

    def __init__(self, code: str, **inputs: Any) -> None:
        super().__init__(code)
        self.code, self.inputs = code, inputs


def kind_of(field_type: str) -> Kind:
    """How conditions see answers of the type."""
    return KINDS.get(field_type, Kind.TEXT)


def reader_of(spec: Spec) -> Read:
    """The function that reads an answer of the field; built once, when the pack is loaded."""
    field_type = spec["type"]
    if field_type in _BUILDERS:
        return _BUILDERS[field_type](spec)
    return _credit_code if field_type == "credit_code" else _pattern(PATTERNS[field_type][0])


def requirement_of(spec: Spec) -> str:
    """What the field asks for, in Chinese."""
    field_type = spec["type"]
    if field_type in PATTERNS:
        return PATTERNS[field_type][1]
    return _REQUIREMENTS[field_type](spec)


def _text(spec: Spec) -> Read:
    shortest, longest = spec.get("min_length", 0), spec["max_length"]
    pattern = re.compile(spec["pattern"]) if "pattern" in spec else None
    unprintable = _UNPRINTABLE.search

    def read(answer: Any) -> str:
        if type(answer) is not str:
            raise Fault("wrong_type", expected="text")
        if len(answer) > longest:
            raise Fault("too_long", length=len(answer), at_most=longest)
        if len(answer.strip()) < shortest:
            raise Fault("too_short", length=len(answer.strip()), at_least=shortest)
        if unprintable(answer) or (pattern is not None and not pattern.fullmatch(answer)):
            raise Fault("malformed")
        return answer

    return read


def _pattern(pattern: re.Pattern[str]) -> Read:
    fullmatch = pattern.fullmatch

    def read(answer: Any) -> str:
        if type(answer) is not str:
            raise Fault("wrong_type", expected="text")
        if not fullmatch(answer):
            raise Fault("malformed")
        return answer

    return read


def _credit_code(answer: Any) -> str:
    if type(answer) is not str:
        raise Fault("wrong_type", expected="text")
    try:
        normal = credit_code(answer)
    except ValueError as error:
        raise Fault(str(error)) from None
    if normal != answer:
        raise Fault("malformed", expected=normal)
    return normal


def _choice(spec: Spec) -> Read:
    codes = frozenset(option["code"] for option in spec["options"])
    listed = sorted(codes)

    def read(answer: Any) -> str:
        if type(answer) is not str:
            raise Fault("wrong_type", expected="code")
        if answer not in codes:
            raise Fault("not_an_option", value=answer[:100], options=listed)
        return answer

    return read


def _choices(spec: Spec) -> Read:
    read_one = _choice(spec)

    def read(answer: Any) -> frozenset[str]:
        if type(answer) is not list:
            raise Fault("wrong_type", expected="list of codes")
        chosen = frozenset(read_one(code) for code in answer)
        if len(chosen) != len(answer):
            raise Fault("duplicate_option", value=answer)
        return chosen

    return read


def _money(spec: Spec) -> Read:
    convert = Money.yuan if spec["unit"] == "yuan" else Money.wan_yuan
    lowest = convert(spec["at_least"]) if "at_least" in spec else None
    highest = convert(spec["at_most"]) if "at_most" in spec else Money(LARGEST_FEN)
    may_be_negative = spec.get("may_be_negative", False)

    def read(answer: Any) -> Money:
        if type(answer) is not str:
            raise Fault("wrong_type", expected="amount as text")
        if not _NUMBER.fullmatch(answer):
            raise Fault("not_an_amount")
        is_negative = answer[0] == "-"
        if is_negative and not may_be_negative:
            raise Fault("below_minimum", at_least="0")
        try:
            amount = convert(answer[1:] if is_negative else answer)
        except ValueError:
            raise Fault("not_whole_fen", decimals=DECIMALS[spec["unit"]]) from None
        if amount > highest:
            raise Fault("above_maximum", at_most=spec.get("at_most"))
        amount = Money(-amount.fen) if is_negative else amount
        if lowest is not None and amount < lowest:
            raise Fault("below_minimum", at_least=spec["at_least"])
        return amount

    return read


def _whole(spec: Spec) -> Read:
    lowest, highest = int(spec.get("at_least", "0")), int(spec.get("at_most", LARGEST_NUMBER))

    def read(answer: Any) -> int:
        if type(answer) is not int:
            raise Fault("wrong_type", expected="whole number")
        _check_limits(answer, lowest, highest)
        return answer

    return read


def _decimal(spec: Spec) -> Read:
    lowest, highest = Decimal(spec.get("at_least", "0")), Decimal(spec.get("at_most", str(LARGEST_NUMBER)))
    places = spec.get("places", 2)

    def read(answer: Any) -> Decimal:
        if type(answer) is not str:
            raise Fault("wrong_type", expected="number as text")
        if not _NUMBER.fullmatch(answer) or len(answer.partition(".")[2]) > places:
            raise Fault("not_a_number", decimals=places)
        number = Decimal(answer)
        _check_limits(number, lowest, highest)
        return number

    return read


def _check_limits(number: Any, lowest: Any, highest: Any) -> None:
    if number < lowest:
        raise Fault("below_minimum", at_least=str(lowest))
    if number > highest:
        raise Fault("above_maximum", at_most=str(highest))


def _date(spec: Spec) -> Read:
    lowest, highest = spec.get("at_least", "1900-01-01"), spec.get("at_most", "2199-12-31")

    def read(answer: Any) -> date:
        if type(answer) is not str:
            raise Fault("wrong_type", expected="date as text")
        try:
            day = date.fromisoformat(answer)
        except ValueError:
            raise Fault("not_a_date") from None
        if len(answer) != 10:
            raise Fault("not_a_date")
        _check_limits(answer, lowest, highest)
        return day

    return read


def _flag(_spec: Spec) -> Read:
    def read(answer: Any) -> bool:
        if type(answer) is not bool:
            raise Fault("wrong_type", expected="true or false")
        return answer

    return read


_BUILDERS: dict[str, Callable[[Spec], Read]] = {
    "text": _text,
    "choice": _choice,
    "choices": _choices,
    "money": _money,
    "whole": _whole,
    "decimal": _decimal,
    "date": _date,
    "flag": _flag,
}


def _options_requirement(spec: Spec) -> str:
    titles = "、".join(option["title"] for option in spec["options"])
    return f"{'可多选' if spec['type'] == 'choices' else '单选'}：{titles}"


def _money_requirement(spec: Spec) -> str:
    sign = "，可为负数" if spec.get("may_be_negative") else ""
    return f"金额，单位{UNIT_TITLES[spec['unit']]}，最多{DECIMALS[spec['unit']]}位小数{sign}{_limits(spec)}"


def _limits(spec: Spec) -> str:
    parts = [f"不低于{spec['at_least']}"] if "at_least" in spec else []
    parts += [f"不高于{spec['at_most']}"] if "at_most" in spec else []
    return "".join(f"，{part}" for part in parts)


_REQUIREMENTS: dict[str, Callable[[Spec], str]] = {
    "text": lambda spec: f"文字，不超过{spec['max_length']}字",
    "credit_code": lambda spec: "18位统一社会信用代码，校验位正确",
    "choice": _options_requirement,
    "choices": _options_requirement,
    "money": _money_requirement,
    "whole": lambda spec: f"整数{_limits(spec)}",
    "decimal": lambda spec: f"数字，最多{spec.get('places', 2)}位小数{_limits(spec)}",
    "date": lambda spec: f"日期，格式为 YYYY-MM-DD{_limits(spec)}",
    "flag": lambda spec: "是或否",
    "rows": lambda spec: f"至少{spec.get('min_rows', 0)}行，至多{spec.get('max_rows', 100)}行",
}
