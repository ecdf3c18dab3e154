"""What a run says at its end: tests per folder, the servers it spoke to, and whether everything was run.

A test that was skipped, expected to fail, or left out fails the run, unless tests were selected on the command line.
"""

from collections import Counter
from pathlib import PurePosixPath

import pytest

SPOKEN_TO = pytest.StashKey[dict[str, str]]()
"""Name of a server -> the version that it said it has."""

_LEFT_OUT = pytest.StashKey[list[str]]()
_RUN = ("passed", "failed", "error")
_NOT_RUN = ("skipped", "xfailed", "xpassed")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SPOKEN_TO] = {}
    config.stash[_LEFT_OUT] = []


def pytest_deselected(items: list[pytest.Item]) -> None:
    for item in items:
        item.config.stash[_LEFT_OUT].append(item.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if _omissions(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    folders = Counter(_folder(test) for test in _tests(terminalreporter, _RUN))
    terminalreporter.section("tests per folder")
    for folder, number in sorted(folders.items()):
        terminalreporter.write_line(f"{number:6}  {folder}")
    not_run = len(_tests(terminalreporter, _NOT_RUN))
    left_out = len(config.stash[_LEFT_OUT])
    terminalreporter.write_line(f"{folders.total():6}  in all, {not_run} skipped, {left_out} deselected")
    servers = [f"{name} {version}" for name, version in config.stash[SPOKEN_TO].items()]
    terminalreporter.write_line(f"spoke to: {', '.join(servers) or 'no server'}")
    for omission in _omissions(config):
        terminalreporter.write_line(f"NOT RUN: {omission}", red=True)


def _omissions(config: pytest.Config) -> list[str]:
    """The tests that a whole run should have run and did not; none where the user chose a part."""
    if _selected_by_user(config):
        return []
    reporter: pytest.TerminalReporter | None = config.pluginmanager.get_plugin("terminalreporter")
    skipped = sorted(_tests(reporter, _NOT_RUN)) if reporter else []
    return [*skipped, *config.stash[_LEFT_OUT]]


def _selected_by_user(config: pytest.Config) -> bool:
    """Whether the command line names tests, marks, words or an earlier result to choose by."""
    option = config.option
    chosen = (option.keyword, option.markexpr, option.deselect, option.collectonly, option.lf, option.stepwise)
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    return any(chosen) or (named and [PurePosixPath(argument) for argument in config.args] != [PurePosixPath("tests")])


def _tests(reporter: pytest.TerminalReporter, outcomes: tuple[str, ...]) -> set[str]:
    """The ids of the tests, or of the modules that could not be collected, that ended in one of `outcomes`."""
    return {report.nodeid for outcome in outcomes for report in reporter.stats.get(outcome, [])}


def _folder(test: str) -> str:
    parts = PurePosixPath(test.partition("::")[0]).parts
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]
