"""A document as HTML: pure. Everything that people or packs wrote is escaped; nothing is loaded from anywhere.

A document is `{"programme", "title", "reference", "batch", "applicant", "submitted_at", "is_draft", "code",
"check_at", "covers", "letter", "pages", "attachments", "statement", "sign_off", "dated_at"}`; `pages` are
`{"title", "rows": [[title, text]], "tables": [{"title", "columns", "lines"}]}`, where a report also has `notes` (texts)
and `charts` (`radar`), and says by `mark` what holds of it. Times are ISO 8601 in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from gateway.prints.radar import radar
from gateway.prints.style import STYLE

CHINA: Final = ZoneInfo("Asia/Shanghai")
SHA256_SHOWN: Final = 16
COVERS: Final = {
    "form": "验证码对应本表所填内容，不含附件",
    "filing": "验证码对应提交的全部内容，含附件清单",
    "report": "验证码对应本次评测的内容和结果，不含与其他评测的对比",
}
_NUMBER_WIDTH: Final = 7
_SHORTEST, _LONGEST = 7, 30
_COLUMNS: Final = re.compile(r" {8,}")
_PART: Final = re.compile("[一二三四五六七八九十]+、")
_DIGITS: Final = "零一二三四五六七八九"

Document = Mapping[str, Any]


def page(document: Document) -> str:
    """The whole document; the same text for the same document."""
    parts = [*_head(document), *_letter(document), *_pages(document), *_attachments(document)]
    parts += [*_statement(document), *_sign_off(document)]
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(document['title'])}</title>"
        f'<meta name="author" content="{escape(document["applicant"])}">'
        f'<meta name="dcterms.created" content="{escape(document["dated_at"])}">'
        f'<meta name="dcterms.modified" content="{escape(document["dated_at"])}">'
        f'<style>{STYLE}</style></head><body class="{escape(document["covers"])}">{"".join(parts)}</body></html>'
    )


def in_chinese(number: int) -> str:
    """1 to 99 as Chinese numbers the parts of a document: 一, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones or not tens else "")


def in_bytes(size: int) -> str:
    """A file's size as people read it."""
    for unit, bytes_of_unit in (("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= bytes_of_unit:
            return f"{size / bytes_of_unit:.1f} {unit}"
    return f"{size} 字节"


def in_china(instant: str) -> str:
    """2024年11月5日 10:30 (China time)."""
    there = datetime.fromisoformat(instant).astimezone(CHINA)
    return f"{there.year}年{there.month}月{there.day}日 {there:%H:%M}"


def _head(document: Document) -> Iterator[str]:
    submitted_at = document["submitted_at"]
    code = document["code"]
    if document["is_draft"]:
        yield '<div class="mark">草稿</div><div class="state">草稿，未提交，不得用于盖章</div>'
    elif document.get("mark"):
        yield f'<div class="state">{escape(document["mark"])}</div>'
    elif submitted_at is None:
        yield '<div class="state">提交前打印，供签字盖章</div>'
    if code is not None:
        yield (
            f'<div class="foot">验证码 <b>{escape(code)}</b>（{COVERS[document["covers"]]}）'
            f"<br>核验地址 {escape(document['check_at'])}</div>"
        )
    yield f'<p class="programme">{escape(document["programme"])}</p><h1>{escape(document["title"])}</h1>'
    told = [f"编号：{document['reference']}"]
    told += [f"批次：{document['batch']}"] if document["batch"] is not None else []
    told.append(f"提交时间：{in_china(submitted_at)}" if submitted_at else "提交时间：未提交")
    yield f'<p class="head">{"".join(f"<span>{escape(each)}</span>" for each in told)}</p>'


def _letter(document: Document) -> Iterator[str]:
    if document["letter"]:
        yield f'<div class="letter">{_text(document["letter"])}</div>'


def _pages(document: Document) -> Iterator[str]:
    if document["letter"] and document["pages"]:
        yield '<h2 class="annex">附：填报内容</h2>'
    for number, each in enumerate(document["pages"], start=1):
        yield f"<h2>{in_chinese(number)}、{escape(each['title'])}</h2>"
        if each["rows"]:
            lines = "".join(f"<tr><th>{escape(title)}</th><td>{escape(text)}</td></tr>" for title, text in each["rows"])
            yield f'<table class="form"><tbody>{lines}</tbody></table>'
        yield from (f'<p class="note">{escape(note)}</p>' for note in each.get("notes", ()))
        yield from _charts(each.get("charts", ()))
        for table in each["tables"]:
            yield f"<h3>{escape(table['title'])}</h3>{_table(table['columns'], table['lines'])}"


def _charts(charts: Sequence[Document]) -> Iterator[str]:
    if charts:
        drawn = "".join(
            f"<figure>{radar(chart)}<figcaption>{escape(chart['title'])}</figcaption></figure>" for chart in charts
        )
        yield f'<div class="charts">{drawn}</div>'


def _attachments(document: Document) -> Iterator[str]:
    attachments = document["attachments"]
    if attachments is None:
        return
    yield f"<h2>{in_chinese(len(document['pages']) + 1)}、附件清单</h2>"
    if not attachments:
        yield '<p class="none">打印时没有附件</p>'
        return
    lines = [
        (each["slot"], each["name"], in_bytes(each["size"]), each["sha256"][:SHA256_SHOWN]) for each in attachments
    ]
    yield _table(("材料", "文件名", "大小", f"SHA-256（前{SHA256_SHOWN}位）"), lines, kind="files")


def _statement(document: Document) -> Iterator[str]:
    statement = document["statement"]
    if statement:
        yield f'<div class="statement"><h2>{escape(statement["title"])}</h2>{_text(statement["body"])}</div>'


def _sign_off(document: Document) -> Iterator[str]:
    if document["sign_off"]:
        yield f'<div class="sign-off">{_text(document["sign_off"])}</div>'


def _table(columns: Sequence[str], lines: Sequence[Sequence[str]], kind: str = "rows") -> str:
    widths = "".join(f'<col style="width: {width}%">' for width in (_NUMBER_WIDTH, *_widths(columns, lines)))
    head = "".join(f"<th>{escape(column)}</th>" for column in ("序号", *columns))
    body = "".join(
        f"<tr><td>{number}</td>{''.join(f'<td>{escape(text)}</td>' for text in line)}</tr>"
        for number, line in enumerate(lines, start=1)
    )
    parts = f"<colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table class="{kind}">{parts}</table>'


def _widths(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> list[int]:
    """Per cent for each column, by its longest text within reason.

    Rendering could find widths itself, but measures every text for it: that took twenty times as long.
    """
    texts = [[column, *(line[index] for line in lines)] for index, column in enumerate(columns)]
    weights = [min(max(_SHORTEST, *map(len, column)), _LONGEST) for column in texts]
    return [(100 - _NUMBER_WIDTH) * weight // sum(weights) for weight in weights]


def _text(body: str) -> str:
    """Paragraphs; lines that a pack set side by side with eight or more spaces stand side by side and stay together."""
    parts = []
    for is_in_columns, lines in groupby(body.split("\n"), lambda line: bool(_COLUMNS.search(line))):
        if is_in_columns:
            rows = (_COLUMNS.split(line) for line in lines)
            cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
            parts.append(f'<table class="signs"><tbody>{"".join(f"<tr>{row}</tr>" for row in cells)}</tbody></table>')
        else:
            parts += (_paragraph(line) for line in lines)
    return "".join(parts)


def _paragraph(line: str) -> str:
    """The title of a part (一、…) stays on the page of what follows it."""
    if not line.strip():
        return '<p class="gap"></p>'
    return f'<p class="part">{escape(line)}</p>' if _PART.match(line) else f"<p>{escape(line)}</p>"
