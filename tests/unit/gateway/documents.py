"""Documents as services tell them."""

from __future__ import annotations

from typing import Any

ANSWERS = [["企业名称", "大连示例轴承有限公司"], ["联系方式", "****5678"], ["上年度营业收入", "5000万元"]]


def a_document(**given: Any) -> dict[str, Any]:
    """A declaration form that was submitted."""
    document = {
        "programme": "中小企业数字化转型方向项目",
        "title": "试点企业申报表",
        "reference": "3F2A9C1E",
        "batch": "2024-1",
        "applicant": "大连示例轴承有限公司",
        "submitted_at": "2024-11-05T02:30:00+00:00",
        "is_draft": False,
        "code": "25FD-0Z2K-PMX5-8KYP-GYA1-JP17",
        "check_at": "https://city.example/declaration-prints/25FD-0Z2K-PMX5-8KYP-GYA1-JP17",
        "covers": "filing",
        "letter": None,
        "pages": [{"title": "基础信息", "rows": ANSWERS, "tables": [a_table()]}],
        "attachments": [{"slot": "审计报告", "name": "审计报告2023.pdf", "size": 1_258_291, "sha256": "ab" * 32}],
        "statement": {"title": "真实性声明", "body": "本企业郑重声明：\n一、所填报的信息真实。"},
        "sign_off": "申报企业（公章）：",
        "dated_at": "2024-11-05T02:30:00+00:00",
    }
    return document | given


def a_table(lines: int = 2, text: str = "实现工单跟踪") -> dict[str, Any]:
    return {"title": "改造需求", "columns": ["场景", "需求描述"], "lines": [["生产管控", text]] * lines}
