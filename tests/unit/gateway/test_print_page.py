"""A document as HTML: all of it is there, and nothing that people wrote becomes markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from gateway.prints.page import in_bytes, in_chinese, page
from tests.unit.gateway.documents import a_document, a_table

EVIL = "<img src=file:///etc/passwd onerror='x'>&lt;\"</style>"


class Tags(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data + "\n"


def test_everything_that_a_document_says_is_on_the_page() -> None:
    text = Tags(page(a_document())).text

    for said in (
        "中小企业数字化转型方向项目",
        "试点企业申报表",
        "编号：3F2A9C1E",
        "提交时间：2024年11月5日 10:30",
        "一、基础信息",
        "上年度营业收入",
        "5000万元",
        "需求描述",
        "实现工单跟踪",
        "二、附件清单",
        "审计报告2023.pdf",
        "1.2 MB",
        "abababababababab",
        "真实性声明",
        "申报企业（公章）：",
        "25FD-0Z2K-PMX5-8KYP-GYA1-JP17",
        "https://city.example/declaration-prints/25FD-0Z2K-PMX5-8KYP-GYA1-JP17",
    ):
        assert said in text


def test_what_people_wrote_is_text_wherever_it_stands() -> None:
    good = Tags(page(a_document()))
    told = dict.fromkeys(("programme", "title", "reference", "batch", "applicant", "code", "check_at"), EVIL)
    told["sign_off"] = EVIL

    evil = Tags(
        page(
            a_document(
                **told,
                pages=[{"title": EVIL, "rows": [[EVIL, EVIL]] * 3, "tables": [a_table(text=EVIL) | {"title": EVIL}]}],
                attachments=[{"slot": EVIL, "name": EVIL, "size": 1, "sha256": EVIL}],
                statement={"title": EVIL, "body": f"{EVIL}\n{EVIL}"},
            )
        )
    )

    assert evil.tags == good.tags
    assert "<img src=file:///etc/passwd" in evil.text


def test_a_draft_says_so_and_has_no_code() -> None:
    text = Tags(page(a_document(is_draft=True, code=None, submitted_at=None))).text

    assert "草稿，未提交，不得用于盖章" in text
    assert "提交时间：未提交" in text
    assert "验证码" not in text


def test_what_is_printed_for_stamping_is_no_draft_and_not_submitted() -> None:
    text = Tags(page(a_document(submitted_at=None, covers="form"))).text

    assert "提交前打印，供签字盖章" in text
    assert "草稿" not in text
    assert "不含附件" in text


def test_the_places_to_sign_of_a_letter_stand_side_by_side() -> None:
    signs = "甲方（公章）：          乙方（公章）：\n日期：    年  月        日期："
    letter = f"大连市工业和信息化局：\n\n一、其他\n一式三份。\n{signs}"

    html = page(a_document(letter=letter, attachments=None, statement=None, sign_off=None))

    assert "<td>甲方（公章）：</td><td>乙方（公章）：</td>" in html
    assert "<td>日期：    年  月</td><td>日期：</td>" in html
    assert '<p class="part">一、其他</p>' in html
    assert "附：填报内容" in html


def test_a_document_without_attachments_says_so_and_one_that_has_no_list_does_not() -> None:
    assert "打印时没有附件" in page(a_document(attachments=[]))
    assert "、附件清单" not in page(a_document(attachments=None))


def test_a_page_names_nothing_that_could_be_loaded() -> None:
    html = page(a_document(check_at=""))

    assert re.findall(r"url\(|@import|src=|href=", html) == []


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")])
def test_parts_are_numbered_in_chinese(number: int, words: str) -> None:
    assert in_chinese(number) == words


@pytest.mark.parametrize(("size", "words"), [(0, "0 字节"), (2048, "2.0 KB"), (52_428_800, "50.0 MB")])
def test_sizes_are_told_as_people_read_them(size: int, words: str) -> None:
    assert in_bytes(size) == words
