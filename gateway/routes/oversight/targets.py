"""Targets of a programme, the things behind each figure, and quarters of the self-evaluation (XB24)."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import Empty
from gateway.schemas.oversight import targets

_PROGRAMME: Final = "/cities/{city}/programmes/{programme_year}"
_TARGET: Final = f"{_PROGRAMME}/targets/{{target}}"
_QUARTERS: Final = f"{_PROGRAMME}/quarters"
_QUARTER: Final = f"{_QUARTERS}/{{quarter}}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_targets",
        method="GET",
        path=f"{_PROGRAMME}/targets",
        rpc="oversight.targets",
        permission="oversight.read_targets",
        title="绩效考核指标",
        summary="What was promised and what is reached, by period and in all; a district sees its own part",
        query=targets.TargetFilter,
        answer=targets.ProgrammeTargets,
    ),
    Operation(
        name="list_target_cases",
        method="GET",
        path=f"{_TARGET}/cases",
        rpc="oversight.things_behind",
        permission="oversight.read_targets",
        title="指标明细",
        summary="What adds up to a figure, each with its case",
        query=targets.FigureFilter,
        answer=targets.CountedThings,
    ),
    Operation(
        name="report_figure",
        method="POST",
        path=f"{_TARGET}/reports",
        rpc="oversight.report_figure",
        permission="oversight.report_figure",
        title="填报指标数据",
        summary="Add to a row that the platform cannot count, with where it comes from",
        body=targets.FigureReport,
        answer=targets.ReportedFigure,
        status=201,
        also_refused=(409,),
    ),
    Operation(
        name="list_quarters",
        method="GET",
        path=_QUARTERS,
        rpc="oversight.list_quarters",
        permission="oversight.read_quarters",
        title="已冻结季度",
        summary="Quarters that are frozen, newest first",
        answer=targets.QuarterList,
    ),
    Operation(
        name="get_quarter",
        method="GET",
        path=_QUARTER,
        rpc="oversight.quarter",
        permission="oversight.read_quarters",
        title="季度绩效自评",
        summary="The self-evaluation of a quarter in five aspects: as frozen, or as it stands now",
        answer=targets.QuarterReport,
    ),
    Operation(
        name="list_quarter_target_cases",
        method="GET",
        path=f"{_QUARTER}/targets/{{target}}/cases",
        rpc="oversight.things_of_quarter",
        permission="oversight.read_quarters",
        title="季度指标明细",
        summary="What adds up to a figure of the quarter",
        query=targets.QuarterFigureFilter,
        answer=targets.CountedThings,
    ),
    Operation(
        name="get_quarter_sheet",
        method="GET",
        path=f"{_QUARTER}/sheet",
        rpc="oversight.sheet_of_quarter",
        permission="oversight.read_quarters",
        title="导出季度绩效自评",
        summary="The self-evaluation as Excel, with the use of funds and the list of what stands behind each row",
        answer=Empty,
        download=True,
        timeout=30.0,
    ),
    Operation(
        name="freeze_quarter",
        method="POST",
        path=f"{_QUARTER}/freeze",
        rpc="oversight.freeze_quarter",
        permission="oversight.freeze_quarter",
        title="冻结季度",
        summary="From now on nothing that is heard moves its figures and lists",
        answer=targets.QuarterSummary,
        status=201,
    ),
)
