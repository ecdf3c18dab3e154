"""Texts, numbers, divisions: what a pack names and prints."""

from __future__ import annotations

from datetime import date

from policy.pack import Pack


def test_a_letter_is_filled_and_leaves_blanks_where_nothing_is_given(pack: Pack) -> None:
    text = pack.text("returned")

    assert text.filled(name="海州厂", reason="缺页") == "海州厂被退回：缺页"
    assert text.filled(name="海州厂") == "海州厂被退回：______"
    assert text.placeholders == {"name", "reason"}


def test_braces_in_what_is_filled_in_are_left_alone(pack: Pack) -> None:
    assert pack.text("returned").filled(name="{reason}", reason="x") == "{reason}被退回：x"


def test_a_text_is_known_by_its_wording(pack: Pack) -> None:
    assert len(pack.text("truthfulness_statement").sha256) == 64
    assert pack.text("truthfulness_statement").sha256 != pack.text("returned").sha256


def test_a_number_is_printed_by_its_format_and_counts_in_its_scope(pack: Pack) -> None:
    number = pack.number("filing")

    assert number.text(on=date(2025, 3, 1), sequence=7, division="990101") == "HZ2025-990101-007"
    assert number.scope_of(date(2025, 3, 1), "990101") == "2025-990101"


def test_a_pack_seeds_divisions_and_calendar_and_names_what_money_is_called(pack: Pack) -> None:
    (division,) = pack.divisions

    assert (division.code, division.name, division.level, division.parent) == ("990101", "东区", "district", "990100")
    assert division.basis.assumed == "示例"
    assert pack.calendar_exceptions == {date(2024, 5, 11): True}
    assert pack.fund_sources == {"central": "中央", "city": "市级", "district": "区级"}
    assert pack.fund_categories == {"main": "改造"}
    assert pack.cost_categories == {"software": "软件", "travel": "差旅"}
    assert pack.exclusion_lists == {"blacklist": "黑名单"}
