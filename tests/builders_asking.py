"""A programme of its own in which one more line of money can be asked for, made of any pack."""

from __future__ import annotations

from typing import Any

PROGRAMME = "asked-for-2026"
NAME = "service_application"
WHY = {"assumed": "试验"}


def ask_for(compiled: Any) -> None:
    """Makes a compiled pack that programme: a service is asked for with one answer and one file; it brings 1,000元."""
    compiled["pack"]["programme_year"] = PROGRAMME
    compiled["pack"]["numbers"]["award"]["format"] = "FW{year}{sequence:05}"
    summary = {"key": "summary", "title": "事项", "type": "text", "max_length": 100}
    page = {"key": "request", "title": "申请信息", "fields": [summary]}
    compiled["forms"][NAME] = {"key": NAME, "title": "服务补贴申请", **WHY, "pages": [page]}
    slot = {"code": "proofs", "title": "证明材料", "instructions": "上传证明", "media_types": ["application/pdf"]}
    compiled["attachments"][NAME] = [{**slot, "max_files": 3, "max_bytes": 1_000_000, **WHY}]
    step = {
        "step": "review",
        "title": "市级审核",
        "role": "city_officer",
        "division_level": "city",
        "working_days": None,
    }
    steps = [{**step, "outcomes": ["approved", "returned", "rejected"], **WHY}]
    compiled["routes"][NAME] = {"title": "服务补贴审核", "resumes_at": "first_step", **WHY, "steps": steps}
    compiled["conditions"]["gates"][NAME] = []
    asked = {"form": NAME, "attachments": NAME, "route": NAME, "gate": NAME, "awards": ["service"]}
    stage = {"name": NAME, "title": "服务补贴申请", "service": "funding", "actor": "applicant", **asked, **WHY}
    compiled["lifecycle"].append(stage)
    amount = {"title": "每次", "unit": "yuan", "by": "applied_on", "values": [{"value": "1000", **WHY}]}
    recovery = {"recovers": True, "title": "核减后追回", **WHY}
    tranche = {"key": "whole", "title": "服务补贴", "settles": True, "recovery": recovery, **WHY}
    line = {name: each for name, each in compiled["subsidy"]["lines"][0].items() if name not in ("base", "source")}
    line |= {"key": "service", "title": "服务补贴", "gate": NAME, "tiers": [{"flat": amount}], **WHY}
    line["tranches"] = [{**tranche, "trigger": "award_application_approved"}]
    compiled["subsidy"]["lines"].append(line)
