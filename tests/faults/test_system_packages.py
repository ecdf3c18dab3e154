"""Installing the system's packages leaves the machine's own rule about starting services as it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from console.backing.system_packages import missing_packages, services_not_started

OWN_RULE = "#!/bin/sh\nexit 0\n"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    return tmp_path / "policy-rc.d"


def test_while_packages_are_installed_no_service_may_start(policy: Path) -> None:
    with services_not_started(policy):
        answer = subprocess.run([policy, "postgresql", "start"], check=False)

    assert answer.returncode == 101  # "action not allowed", as invoke-rc.d understands it
    assert not policy.exists()


def test_the_rule_that_the_machine_had_comes_back_even_after_a_failure(policy: Path) -> None:
    policy.write_text(OWN_RULE)

    with pytest.raises(RuntimeError), services_not_started(policy):
        raise RuntimeError("the mirror does not answer")

    assert policy.read_text() == OWN_RULE
    assert [path.name for path in policy.parent.iterdir()] == ["policy-rc.d"]


def test_an_installation_that_was_killed_is_cleaned_up_by_the_next(policy: Path) -> None:
    policy.write_text(OWN_RULE)
    killed = "import os; from pathlib import Path; from console.backing.system_packages import services_not_started\n"
    killed += f"with services_not_started(Path({str(policy)!r})): os.kill(os.getpid(), 9)"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", killed], env=env, check=False)
    assert policy.read_text() != OWN_RULE

    with services_not_started(policy):
        pass

    assert policy.read_text() == OWN_RULE


def test_only_what_is_wanted_counts_as_missing() -> None:
    prints = ["libpango-1.0-0", "libpangoft2-1.0-0", "fonts-wqy-microhei"]

    assert set(missing_packages(prints)) == set(missing_packages()) & set(prints)
    assert missing_packages(["a-package-that-nobody-needs"]) == []
