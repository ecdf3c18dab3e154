"""What the container image installs is all that the packages have: migrations and pages are no modules."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.deploy.manifests import ROOT

RECIPE = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
COPIED = re.findall(r"^COPY (?!--from)(.+) \S+$", RECIPE, re.MULTILINE)
PACKAGES = {"contracts", "policy", "casework", "chassis", "services", "gateway", "console"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of the wheel that is built from exactly what the recipe copies."""
    folder = tmp_path_factory.mktemp("image")
    source = folder / "app"
    source.mkdir()
    for name in " ".join(COPIED).split():
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-index"]
    command += ["--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    subprocess.run(command, check=True, timeout=100)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_image_has_every_file_of_the_packages(installed: set[str]) -> None:
    present = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert sorted(present - installed) == []


def test_the_packs_lie_where_the_image_says() -> None:
    assert "SHUZHUAN_PACKS=/app/packs" in RECIPE
    assert re.search(r"^COPY --from=build /app/packs /app/packs$", RECIPE, re.MULTILINE)
