"""The project's Nameko class (立项/备案). Its methods stand in the modules beside this one, by what they are about."""

from __future__ import annotations

from casework.shelf import packs_of
from chassis.service import Provided, ServiceRuntime
from services.project.service.drafting import DraftMethods
from services.project.service.hearing import HearingMethods
from services.project.service.printing import PrintMethods
from services.project.service.reading import ReadingMethods
from services.project.service.review import ReviewMethods
from services.project.service.running import RunningMethods
from services.project.service.showing import ShowingMethods
from services.project.service.spot_checks import SpotCheckMethods
from services.project.service.stages import StageMethods
from services.project.service.training import TrainingMethods
from services.project.service.warnings import WarningMethods
from services.project.storage.unit import ProjectUnit


class ProjectService(
    DraftMethods,
    ReviewMethods,
    StageMethods,
    RunningMethods,
    TrainingMethods,
    SpotCheckMethods,
    WarningMethods,
    ShowingMethods,
    ReadingMethods,
    PrintMethods,
    HearingMethods,
):
    """Projects and their stages, their review, progress, training and end, reading, and what it hears."""

    name = "project"
    runtime = ServiceRuntime(ProjectUnit)
    packs = Provided(packs_of)
