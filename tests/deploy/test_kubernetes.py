"""The Kubernetes base renders, is valid to the last field, and says what the code expects."""

from __future__ import annotations

from typing import Any

import kubernetes_validate
import pytest
import yaml

from console.installation import CLASSES
from gateway.routes import ALL_OPERATIONS
from tests.deploy.manifests import (
    FOLDERS,
    PROCESSES,
    ROOT,
    container,
    of_kind,
    pods,
    rendered,
    secret_keys,
    unknown,
    variables,
)

VERSIONS = ("1.29", "1.37")
LEAVING_SECONDS = 5
"""So long the gateway listens on after its end was asked for, while the cluster stops to send to it."""


@pytest.fixture(params=PROCESSES)
def process(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def deployment(process: str) -> dict[str, Any]:
    return of_kind("Deployment")[process]


@pytest.fixture(params=sorted(pods()))
def pod(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Of every deployment and every job."""
    return pods()[request.param]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("version", VERSIONS)
def test_every_resource_is_one_that_kubernetes_takes(folder: str, version: str) -> None:
    for resource in rendered(folder):
        kubernetes_validate.validate(resource, version, strict=True)


@pytest.mark.parametrize("kind", ["misspelt field", "kind that nobody knows"])
def test_what_kubernetes_does_not_take_is_found(kind: str) -> None:
    resource = yaml.safe_load(yaml.safe_dump(of_kind("Deployment")["gateway"]))
    if kind == "misspelt field":
        resource["spec"]["template"]["spec"]["containers"][0]["livenesProbe"] = {}
    else:
        resource["kind"] = "Deploymnet"

    with pytest.raises((kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError)):
        kubernetes_validate.validate(resource, VERSIONS[-1], strict=True)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_files_are_listed_one_by_one_and_none_is_forgotten(folder: str) -> None:
    path = FOLDERS[folder]
    listed = yaml.safe_load((path / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]

    files = {file.relative_to(path).as_posix() for file in path.rglob("*.yaml")} - {"kustomization.yaml"}
    assert sorted(listed) == sorted(files)


def test_there_is_a_deployment_per_process_and_a_migration_per_database() -> None:
    assert set(of_kind("Deployment")) == set(PROCESSES) == set(CLASSES)
    assert set(of_kind("Job", "migration")) == {f"migrate-{name}" for name in PROCESSES if name != "gateway"}


def test_a_container_runs_its_own_process(process: str, deployment: dict[str, Any]) -> None:
    assert container(deployment["spec"]["template"]["spec"])["args"] == ["run", process]


def test_a_migration_migrates_its_own_database_as_owner() -> None:
    for name, job in of_kind("Job", "migration").items():
        service = name.removeprefix("migrate-")
        pod = job["spec"]["template"]["spec"]

        assert container(pod)["args"] == ["migrate", service]
        assert list(secret_keys(pod)) == [(f"{service}-database", "owner")]
        assert pod["restartPolicy"] == "Never"


def test_how_many_there_are_is_left_to_the_autoscaler(deployment: dict[str, Any]) -> None:
    assert "replicas" not in deployment["spec"]


@pytest.mark.shows("ALL3")
def test_acceptance_is_scaled_on_its_own() -> None:
    (scaler,) = of_kind("HorizontalPodAutoscaler").values()

    target = scaler["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", "acceptance")
    assert container(of_kind("Deployment")["acceptance"]["spec"]["template"]["spec"])["resources"]["requests"]["cpu"]
    assert scaler["spec"]["minReplicas"] < scaler["spec"]["maxReplicas"]


def test_a_release_takes_none_away_before_its_successor_is_ready(process: str, deployment: dict[str, Any]) -> None:
    assert deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert of_kind("PodDisruptionBudget")[process]["spec"]["maxUnavailable"] == 1


def test_everything_that_selects_pods_of_a_process_finds_them(process: str, deployment: dict[str, Any]) -> None:
    labels = deployment["spec"]["template"]["metadata"]["labels"].items()
    selectors = [deployment["spec"]["selector"]["matchLabels"]]
    selectors.append(of_kind("PodDisruptionBudget")[process]["spec"]["selector"]["matchLabels"])
    if process == "gateway":
        selectors.append(of_kind("Service")[process]["spec"]["selector"])

    assert all(selector.items() <= labels for selector in selectors)
    assert all(selector["app.kubernetes.io/name"] == process for selector in selectors)


def test_the_service_sends_to_the_port_that_the_gateway_listens_at() -> None:
    [port] = of_kind("Service")["gateway"]["spec"]["ports"]
    pod = pods()["gateway"]

    ports = {found["name"]: str(found["containerPort"]) for found in container(pod)["ports"]}
    assert ports[port["targetPort"]] == variables(pod).get("PORT", "8000")
    assert variables(pod)["HOST_ADDRESS"] == "0.0.0.0"


def test_liveness_asks_the_process_alone_and_readiness_asks_what_it_needs(deployment: dict[str, Any]) -> None:
    pod = deployment["spec"]["template"]["spec"]
    own = container(pod)

    paths = {kind: own[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")}
    assert {kind: asked["path"] for kind, asked in paths.items()} == {
        "startup": "/livez",
        "liveness": "/livez",
        "readiness": "/readyz",
    }
    ports = {found["name"]: str(found["containerPort"]) for found in own["ports"]}
    assert {ports[asked["port"]] for asked in paths.values()} == {variables(pod)["HEALTH_PORT"]}


def test_what_is_under_way_is_finished_before_the_end(deployment: dict[str, Any]) -> None:
    pod = deployment["spec"]["template"]["spec"]

    longest = max(operation.timeout for operation in ALL_OPERATIONS)
    assert pod["terminationGracePeriodSeconds"] > longest + LEAVING_SECONDS


def test_the_gateway_is_taken_from_the_service_before_it_stops_to_listen() -> None:
    before_the_stop = container(pods()["gateway"])["lifecycle"]["preStop"]

    assert before_the_stop == {"exec": {"command": ["sleep", str(LEAVING_SECONDS)]}}


def test_a_pod_can_do_nothing_but_its_work(pod: dict[str, Any]) -> None:
    own = container(pod)

    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert own["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_every_process_has_an_identity_of_its_own_without_a_token(process: str, deployment: dict[str, Any]) -> None:
    assert deployment["spec"]["template"]["spec"]["serviceAccountName"] == process
    assert of_kind("ServiceAccount")[process]["automountServiceAccountToken"] is False


def test_all_run_the_one_image_as_its_user(pod: dict[str, Any]) -> None:
    assert container(pod)["image"] == "shuzhuan"
    recipe = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    assert f"USER {pod['securityContext']['runAsUser']}\n" in recipe


def test_memory_is_limited_and_what_is_needed_is_asked_for(pod: dict[str, Any]) -> None:
    resources = container(pod)["resources"]

    assert set(resources["requests"]) == {"cpu", "memory"}
    assert set(resources["limits"]) == {"memory"}


def test_where_a_process_writes_there_is_a_volume(deployment: dict[str, Any]) -> None:
    pod = deployment["spec"]["template"]["spec"]
    mounted = {mount["mountPath"]: mount["name"] for mount in container(pod)["volumeMounts"]}
    scratch = {volume["name"] for volume in pod["volumes"] if "emptyDir" in volume}

    assert {mounted["/tmp"], mounted[variables(pod)["SHUZHUAN_DATA"] or ""]} <= scratch


def test_every_key_file_lies_in_a_mounted_secret(deployment: dict[str, Any]) -> None:
    pod = deployment["spec"]["template"]["spec"]
    mounted = {mount["mountPath"]: mount["name"] for mount in container(pod)["volumeMounts"]}
    secrets = {volume["name"] for volume in pod["volumes"] if "secret" in volume}

    files = [str(value) for name, value in variables(pod).items() if name.endswith("_FILE")]
    assert files
    assert all(mounted[file.rpartition("/")[0]] in secrets for file in files)


def test_every_variable_is_one_that_the_code_reads(pod: dict[str, Any]) -> None:
    assert unknown(variables(pod)) == []


def test_a_variable_that_nobody_reads_is_found() -> None:
    assert unknown(["DATABASE_URL", "DATABSE_URL"]) == ["DATABSE_URL"]


def test_services_have_their_database_and_the_gateway_has_none(process: str, deployment: dict[str, Any]) -> None:
    pod = deployment["spec"]["template"]["spec"]
    databases = {(name, key) for name, key in secret_keys(pod) if name.endswith("-database")}

    own = {(f"{process}-database", "application"), (f"{process}-database", "relay")}
    assert databases == (set() if process == "gateway" else own)
    assert "BLOBS" in variables(pod)


def test_only_the_gateway_may_say_who_acts() -> None:
    holders = {name for name, pod in pods().items() if ("actor-private-key", "") in secret_keys(pod)}

    assert holders == {"gateway"}


def test_no_secret_is_written_down() -> None:
    resources = [*rendered("base"), *rendered("migration")]

    assert [found["metadata"]["name"] for found in resources if found["kind"] == "Secret"] == []
    assert [value for pod in pods().values() for value in variables(pod).values() if value and "@" in value] == []
    assert all(value is None for pod in pods().values() for name, value in variables(pod).items() if "URL" in name)


def test_the_page_for_operators_names_every_secret_with_its_keys() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    wanted = {
        (name.replace(owner.removeprefix("migrate-"), "<service>") if name.endswith("-database") else name, key)
        for owner, pod in pods().items()
        for name, key in secret_keys(pod)
    }
    missing = [
        (name, key) for name, key in sorted(wanted) if f"`{name}`" not in page or (key and f"`{key}`" not in page)
    ]
    assert missing == []
