"""The manifests as `kubectl` renders them, and what the code says that they have to agree with."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chassis.config import Settings
from contracts.events.subscriptions import SERVICES

ROOT = Path(__file__).parents[2]
FOLDERS = {"base": ROOT / "deploy" / "k8s" / "base", "migration": ROOT / "deploy" / "k8s" / "migration"}
PROCESSES = (*SERVICES, "gateway")
_READ_BY_LIBRARIES = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL_S3", "AWS_REGION"}
_READ_ELSEWHERE = {"LOG_LEVEL", "PATH", "EVENTLET_THREADPOOL_SIZE", "MALLOC_ARENA_MAX"}

Resource = dict[str, Any]


@cache
def rendered(folder: str) -> tuple[Resource, ...]:
    """Every resource of a kustomization."""
    if shutil.which("kubectl") is None:
        raise FileNotFoundError("kubectl is missing: apt-get install --no-install-recommends kubernetes-client")
    answer = subprocess.run(
        ["kubectl", "kustomize", str(FOLDERS[folder])], capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return tuple(yaml.safe_load_all(answer.stdout))


def of_kind(kind: str, folder: str = "base") -> dict[str, Resource]:
    """The resources of one kind, by name."""
    return {found["metadata"]["name"]: found for found in rendered(folder) if found["kind"] == kind}


def pods() -> dict[str, Resource]:
    """The pod template of every deployment and job, by the name of its owner."""
    owners = {**of_kind("Deployment"), **of_kind("Job", "migration")}
    return {name: owner["spec"]["template"]["spec"] for name, owner in owners.items()}


def container(pod: Resource) -> Resource:
    """The one container of a pod."""
    [found] = pod["containers"]
    return dict(found)


def variables(pod: Resource) -> dict[str, str | None]:
    """What is in a container's environment, by name; None where a secret has the value."""
    own = container(pod)
    found: dict[str, str | None] = dict(image_variables())
    for source in own.get("envFrom", ()):
        found |= of_kind("ConfigMap")[source["configMapRef"]["name"]]["data"]
    return found | {entry["name"]: entry.get("value") for entry in own["env"]}


def image_variables() -> dict[str, str]:
    """What the image itself puts into the environment."""
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return dict(re.findall(r"(\w+)=(\S+)", " ".join(re.findall(r"^ENV (.*)$", text, re.MULTILINE))))


def secret_keys(pod: Resource) -> Iterator[tuple[str, str]]:
    """(secret, key) of every value that comes from a secret; (secret, "") for one that is mounted as files."""
    for entry in container(pod)["env"]:
        if "valueFrom" in entry:
            yield entry["valueFrom"]["secretKeyRef"]["name"], entry["valueFrom"]["secretKeyRef"]["key"]
    for volume in pod["volumes"]:
        if "secret" in volume:
            yield volume["secret"]["secretName"], ""


def known_variables() -> set[str]:
    """Every name that the code, or a library that it uses, looks for in the environment."""

    names: set[str] = set()

    class Asked(dict[str, str]):
        """An empty environment that remembers what it was asked for."""

        def get(self, name: str, default: Any = None) -> Any:
            names.add(name)
            return default

        def __contains__(self, name: object) -> bool:
            names.add(str(name))
            return False

    Settings.from_environment(Asked())
    return names | _READ_BY_LIBRARIES | _READ_ELSEWHERE


def unknown(names: Iterable[str]) -> list[str]:
    """The names that nobody reads."""
    return sorted(set(names) - known_variables())
