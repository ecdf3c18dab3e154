"""Supervision: how far projects are; spot checks drawn, read, and what they came to."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import PageQuery, page_of
from gateway.schemas.project import requests, spot_checks

_ALL: Final = "/cities/{city}/spot-checks"
_ONE: Final = f"{_ALL}/{{spot_check_id}}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="get_progress_overview",
        method="GET",
        path="/cities/{city}/progress-overview",
        rpc="project.progress_overview",
        permission="project.read_overview",
        title="进度总览",
        summary="How far projects are: by division, stage and state, with the mean percentage and what is overdue",
        answer=spot_checks.ProgressOverview,
    ),
    Operation(
        name="draw_spot_check",
        method="POST",
        path=_ALL,
        rpc="project.draw_spot_check",
        permission="project.draw_spot_check",
        title="抽查抽取",
        summary="Draw running projects by a recorded seed; the same seed and candidates give the same draw",
        body=spot_checks.SpotCheckDraw,
        answer=spot_checks.SpotCheck,
        status=201,
    ),
    Operation(
        name="list_spot_checks",
        method="GET",
        path=_ALL,
        rpc="project.list_spot_checks",
        permission="project.read_spot_checks",
        title="抽查列表",
        summary="Spot checks, newest first; a division's people see those that drew a project of theirs",
        query=PageQuery,
        answer=page_of(spot_checks.SpotCheckSummary),
    ),
    Operation(
        name="get_spot_check",
        method="GET",
        path=_ONE,
        rpc="project.get_spot_check",
        permission="project.read_spot_checks",
        title="抽查详情",
        summary="One spot check, with all that it takes to draw it again; a division's people see their own lines",
        answer=spot_checks.SpotCheck,
    ),
    Operation(
        name="record_spot_check_result",
        method="POST",
        path=f"{_ONE}/projects/{{project_id}}/result",
        rpc="project.record_spot_check_result",
        permission="project.record_finding",
        title="登记抽查结果",
        summary="Record what the check of a drawn project came to; a finding stands with the project",
        body=spot_checks.SpotCheckResult,
        answer=spot_checks.SpotCheck,
    ),
    Operation(
        name="import_national_results",
        method="POST",
        path="/cities/{city}/national-results",
        rpc="project.import_national_results",
        permission="project.import_national_results",
        title="导入国家平台反馈",
        summary="Take in what the national platform answered about projects as findings: all lines or none, each once",
        body=requests.NationalResultFile,
        answer=spot_checks.NationalResultImport,
        status=201,
        timeout=30.0,
    ),
)
