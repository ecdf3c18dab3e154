"""What providers.yaml says about the other files: every stage, kind and route that it names is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from policy.schema import Place

REGISTRY = "registry"


class Linking(Protocol):
    """What `links` lends: where a part stands, and how a name is held against those that there are."""

    def place(self, section: str, *keys: str | int) -> Place: ...
    def expect(self, name: str | None, known: Collection[str], kind: str, place: Place) -> None: ...


def check_providers(linking: Linking, compiled: Mapping[str, Any]) -> None:
    """Kinds, and the way of a recommendation, lead along a stage of the registry with a form and a route."""
    spec = compiled.get("providers")
    if spec is None:
        return
    stages = {stage["name"]: stage for stage in compiled["lifecycle"] if stage["service"] == REGISTRY}
    for number, kind in enumerate(spec["provider_kinds"]):
        place = linking.place("providers", "provider_kinds", number, "stage")
        _expect_stage(linking, kind.get("stage"), stages, compiled, place)
    recommendation = spec.get("recommendation")
    if recommendation is not None:
        place = linking.place("providers", "recommendation", "stage")
        _expect_stage(linking, recommendation["stage"], stages, compiled, place)
        kinds = [kind["code"] for kind in spec["provider_kinds"]]
        place = linking.place("providers", "recommendation", "enrols_as")
        linking.expect(recommendation["enrols_as"], kinds, "provider kind / 服务商类型", place)


def _expect_stage(
    linking: Linking, name: str | None, stages: Mapping[str, Any], compiled: Mapping[str, Any], place: Place
) -> None:
    linking.expect(name, stages, "stage of the registry / 服务商入库阶段", place)
    if name is None or name not in stages:
        return
    for member in ("form", "route"):
        if member not in stages[name]:
            place.refuse("unknown_reference", name=f"{name}.{member}", kind=member)
    route = compiled["routes"].get(stages[name].get("route"), {"steps": ()})
    for step in route["steps"]:
        if "assigned_by" in step or "forms" in step:
            place.refuse("not_for_pool", step=step["step"])
