"""Projects: what everybody concerned reads of them."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC, SIGNED_IN
from gateway.operations import Operation
from gateway.schemas.base import Empty, PageQuery, page_of
from gateway.schemas.declaration import declarations as dossier
from gateway.schemas.declaration import requests as common
from gateway.schemas.project import projects, requests

_ALL: Final = "/cities/{city}/projects"
_SUMMARIES: Final = page_of(projects.ProjectSummary)
_ONE: Final = f"{_ALL}/{{project_id}}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_projects",
        method="GET",
        path=_ALL,
        rpc="project.list",
        permission="project.read",
        title="项目列表",
        summary="One's own projects, or those that one serves, newest first",
        query=requests.ProjectFilter,
        answer=_SUMMARIES,
    ),
    Operation(
        name="list_waiting_projects",
        method="GET",
        path="/cities/{city}/to-do/projects",
        rpc="project.list_waiting",
        permission="project.read",
        title="待办项目",
        summary="What waits for you, longest first",
        query=requests.WaitingProjectsFilter,
        answer=_SUMMARIES,
    ),
    Operation(
        name="list_filed_projects",
        method="GET",
        path="/cities/{city}/filed-projects",
        rpc="project.list_filed",
        permission=PUBLIC,
        title="备案项目公开名单",
        summary="Filed projects, for everybody",
        query=requests.FiledProjectFilter,
        answer=page_of(projects.FiledProject),
    ),
    Operation(
        name="get_project",
        method="GET",
        path=_ONE,
        rpc="project.get",
        permission="project.read",
        title="项目详情",
        summary="One project, with who acts next and what you may do now",
        answer=projects.Project,
        versioned=True,
    ),
    Operation(
        name="get_project_forms",
        method="GET",
        path=f"{_ONE}/form",
        rpc="project.form_of",
        permission="project.read",
        title="立项所用表单",
        summary="The forms, slots and wording of its pinned pack",
        answer=projects.ProjectForms,
    ),
    Operation(
        name="check_project",
        method="GET",
        path=f"{_ONE}/check",
        rpc="project.check",
        permission="project.read",
        title="立项自查",
        summary="What submitting would refuse now, and what is needed",
        answer=dossier.DeclarationCheck,
        also_refused=(409,),
    ),
    Operation(
        name="list_project_corrections",
        method="GET",
        path=f"{_ONE}/corrections",
        rpc="project.corrections",
        permission="project.read",
        title="补正内容",
        summary="What differs from the version that was judged last",
        answer=dossier.DeclarationCorrections,
    ),
    Operation(
        name="list_progress_reports",
        method="GET",
        path=f"{_ONE}/progress-reports",
        rpc="project.list_progress",
        permission="project.read",
        title="进度列表",
        summary="The progress reports, newest first",
        query=PageQuery,
        answer=page_of(projects.ProjectProgressReport),
    ),
    Operation(
        name="get_project_history",
        method="GET",
        path=f"{_ONE}/history",
        rpc="project.history",
        permission="project.read",
        title="项目审计日志",
        summary="What was done with the projects of its case",
        query=common.PositionQuery,
        answer=dossier.CaseHistory,
    ),
    Operation(
        name="download_project_attachment",
        method="GET",
        path=f"{_ONE}/attachments/{{attachment_id}}/content",
        rpc="project.file_of",
        permission="project.read",
        title="下载项目附件",
        summary="The content of a file of the filing or of a progress report",
        answer=Empty,
        download=True,
    ),
    Operation(
        name="list_project_changes",
        method="GET",
        path="/cities/{city}/changes/project",
        rpc="project.changes",
        permission=SIGNED_IN,
        title="项目变更",
        summary="What was announced since a position",
        query=common.PositionQuery,
        answer=dossier.ChangesFeed,
    ),
)
