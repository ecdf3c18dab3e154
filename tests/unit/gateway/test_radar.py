"""Radar charts: every axis and every series is there, inside its frame, and what people wrote stays text."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gateway.prints.page import page
from gateway.prints.radar import HEIGHT, WIDTH, radar
from tests.unit.gateway.documents import a_document

EVIL = '<script>alert("x")</script>'


def a_chart(*shares: list[int], series: tuple[str, ...] = ("改造后",)) -> dict[str, Any]:
    axes = [{"title": f"维度{number}", "text": f"{number}/10", "shares": each} for number, each in enumerate(shares)]
    return {"title": "四个维度", "series": list(series), "axes": axes}


def points_of(svg: str) -> list[list[tuple[float, float]]]:
    """The corners of every polygon: the rings of the grid first."""
    found = re.findall(r'<polygon points="([^"]+)"', svg)
    return [[(float(x), float(y)) for x, y in (point.split(",") for point in each.split())] for each in found]


def test_a_full_share_reaches_the_last_ring_and_none_the_centre() -> None:
    svg = radar(a_chart([1000], [0], [500], [0]))

    *rings, series = points_of(svg)
    centre = series[1]
    assert len(rings) == 4
    assert series[0] == rings[-1][0]
    assert series[2] == rings[1][2]
    assert series[3] == centre


@pytest.mark.parametrize("axes", [3, 4, 9])
def test_whatever_is_drawn_stays_within_the_frame(axes: int) -> None:
    svg = radar(a_chart(*([1000, 700] for _ in range(axes)), series=("改造后", "改造前")))

    assert len(re.findall("<text", svg)) == 2 * axes + 2
    for polygon in points_of(svg):
        assert len(polygon) == axes
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in polygon)


def test_one_series_needs_no_legend() -> None:
    assert "改造后" not in radar(a_chart([100], [200], [300]))


def test_the_same_numbers_give_the_same_text_and_what_people_wrote_stays_text() -> None:
    chart = a_chart([100], [200], [300])
    chart["title"] = chart["axes"][0]["title"] = chart["axes"][0]["text"] = EVIL
    chart["series"] = [EVIL, EVIL]
    for axis in chart["axes"]:
        axis["shares"] *= 2

    assert radar(chart) == radar(chart)
    assert "<script" not in radar(chart)


def test_a_report_has_its_notes_and_charts_on_the_page_and_says_what_holds_of_it() -> None:
    told = {"title": "得分", "rows": [], "tables": [], "notes": ["共15题"], "charts": [a_chart([1], [2], [3])]}
    document = a_document(pages=[told], covers="report", batch=None, mark="待企业确认，尚未生效")

    html = page(document)

    assert "<svg" in html
    for said in ("共15题", "四个维度", "待企业确认，尚未生效", "不含与其他评测的对比"):
        assert said in html
    assert "批次" not in html
