"""What two projects of a city use both."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.acceptance.evidence import FLAG_STATES, MARK_KINDS
from gateway.schemas.base import PageQuery, described
from gateway.schemas.declaration import declarations as dossier
from gateway.schemas.declaration.kinds import count, flag, identity, instant, many, one, one_of, said, told

USE_STATES = ("single", *FLAG_STATES)


class UsingProject(Schema):
    """A project that uses it, and what was decided about that."""

    project_id = identity("项目 / project")
    case_id = identity("案件 / case")
    title = told("项目名称 / title")
    division = told("区划代码 / division")
    applicant = one(dossier.DeclarationApplicant, "申报主体 / applicant")
    state = one_of("状态 / state", USE_STATES)
    used_at = instant("首次使用时间 / first used")


class DuplicateFlag(UsingProject):
    """One project's use of something that others use too."""

    id = identity("标识 / id")
    kind = one_of("种类 / kind", MARK_KINDS)
    value = told("号码或文件摘要 / number, or hash of the file")
    is_notice = flag("仅为提示，不影响验收 / only a notice, it blocks nothing")
    raised_at = instant("提示时间 / raised")
    decided_at = instant("处理时间 / decided", null=True)
    decided_by = identity("处理人 / by", null=True)
    reason = told("处理理由 / reason", null=True)
    others = many(UsingProject, "其他项目 / the other projects")


class DuplicateFlagFilter(PageQuery):
    """What the list is narrowed to."""

    state = one_of("状态 / state", FLAG_STATES, required=False)
    kind = one_of("种类 / kind", MARK_KINDS, required=False)
    is_notice = fields.Boolean(metadata=described("是否仅为提示 / notices only, or none of them"))
    project_id = identity("项目 / project", required=False)
    division = said("立项时的区划代码 / division", longest=6, shortest=6, required=False)


class DuplicateDecision(Schema):
    """Whether it is right that several projects use it."""

    is_cleared = flag("排除（合理）还是确认（重复）/ cleared, or confirmed as a duplicate")
    reason = said("理由 / reason", longest=1_000)


class DecidedDuplicate(Schema):
    """How the flag stands now."""

    id = identity("标识 / id")
    state = one_of("状态 / state", FLAG_STATES)
    version = count("佐证材料版本 / version of the evidence")
