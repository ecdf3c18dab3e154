"""What a pack may not say of award applications: stages and lines name each other, or the pack is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.pack_problems import PackInvalid
from policy.packs import compile_folder
from tests.unit.policy.builders import NATIONAL, a_folder, edited

XIAMEN = NATIONAL.parent / "xiamen" / "sme-digital-2023"
ZHONGSHAN = NATIONAL.parent / "zhongshan" / "sme-digital-2024"


@pytest.mark.parametrize(
    ("pack", "file", "old", "new", "code"),
    [
        (ZHONGSHAN, "lifecycle.yaml", "awards: [completion]", "awards: [completion, nothing]", "unknown_reference"),
        (ZHONGSHAN, "lifecycle.yaml", "awards: [completion]", "awards: [completion, benchmark]", "not_by_application"),
        (ZHONGSHAN, "lifecycle.yaml", "  awards: [completion]\n", "", "not_asked_for"),
        (
            ZHONGSHAN,
            "lifecycle.yaml",
            "applicants: [enterprise]\n  awards",
            "applicants: [provider]\n  awards",
            "not_the_payee",
        ),
        (ZHONGSHAN, "subsidy.yaml", "    subject: project\n", "", "needs_project"),
        (ZHONGSHAN, "subsidy.yaml", "subject: project", "subject: organisation", "needs_project"),
        (
            ZHONGSHAN,
            "lifecycle.yaml",
            "awards: [completion]\n  opens_when: [contract_approved]",
            "awards: [completion]\n  opens_when: [level_confirmed]",
            "unknown_reference",
        ),
        (
            XIAMEN,
            "lifecycle.yaml",
            "route: award_application\n  gate: diagnosis",
            "route: acceptance\n  gate: diagnosis",
            "not_for_application",
        ),
        (
            XIAMEN,
            "lifecycle.yaml",
            "title: 诊断补贴申请\n  service: funding",
            "title: 诊断补贴申请\n  service: acceptance",
            "not_for_type",
        ),
        (
            XIAMEN,
            "lifecycle.yaml",
            "awards: [diagnosis]\n  form: diagnosis_application\n",
            "awards: [diagnosis]\n",
            "needed_for_type",
        ),
        (
            XIAMEN,
            "subsidy.yaml",
            "holder: assessment_service_application.request.enterprise_credit_code",
            "holder: assessment_service_application.request.fee",
            "fact_kind",
        ),
    ],
)
def test_stages_and_lines_of_what_is_asked_for_fit_each_other(
    tmp_path: Path, pack: Path, file: str, old: str, new: str, code: str
) -> None:
    with pytest.raises(PackInvalid) as refused:
        compile_folder(a_folder(tmp_path, edited(file, old, new, of=pack), of=pack), national=NATIONAL)

    found = [problem for problem in refused.value.problems if problem.code == code]
    assert found, refused.value.problems
    assert all(problem.line > 0 for problem in found)
