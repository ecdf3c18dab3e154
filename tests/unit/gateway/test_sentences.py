"""What a refusal says."""

from __future__ import annotations

import orjson

from chassis.http import Request
from gateway.errors import problem_document


def test_a_list_in_a_sentence_is_read_out() -> None:
    facts = {"missing": ["weasyprint", "pango"], "install": "make prints"}

    document = orjson.loads(problem_document(Request(), "print_not_available", facts=facts).body)

    assert "缺少：weasyprint、pango；" in document["detail_zh"]
    assert "weasyprint, pango." in document["detail_en"]
    assert document["facts"] == facts
