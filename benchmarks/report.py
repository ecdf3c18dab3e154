"""The figures as tables, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.compare import CONNECTIONS, OURS, PEER, Series
from benchmarks.dry_runs import CASES, DryRuns
from benchmarks.embedded import Embedded
from benchmarks.events import BURST, PER_SECOND, Lag
from benchmarks.growth import FEW, MANY
from benchmarks.minute import AT_ONCE, Minute
from contracts.events.subscriptions import SERVICES

OUR_PROCESSES = ("gateway", "declaration")
EVERYTHING = (*SERVICES, "gateway", "peer", "rabbitmq", "postgres")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Everything of one run."""

    machine: str
    versions: str
    commands: Mapping[str, Series]
    reads: Mapping[str, Series]
    pieces: Sequence[tuple[str, float, float]]
    minute: Minute
    events_per_second: float
    lag: Lag
    growth: Mapping[str, tuple[float, float]]
    dry_runs: DryRuns
    embedded: Embedded

    @property
    def ratios(self) -> dict[str, tuple[float, float]]:
        """(measured, bound) of what gates: the first two at least, the others at most."""
        return {
            "(e) dry run, of computing alone": (self.dry_runs.ratio, 0.2),
            "(b) command, of FastAPI with the same use case": (_ratio(self.commands), 0.6),
            "(c) read, of FastAPI with the same query": (_ratio(self.reads), 0.7),
            **{
                f"{MANY:,} stored cases, {name}": (after / before, 1.2) for name, (before, after) in self.growth.items()
            },
        }

    @property
    def failed(self) -> list[str]:
        """The gates that do not hold."""
        missed = [
            name
            for name, (measured, bound) in self.ratios.items()
            if (measured < bound if name.startswith("(") else measured > bound)
        ]
        return missed if self.minute.is_whole else [*missed, "(d) something was lost"]


def as_markdown(measured: Measured) -> str:
    """The tables of `docs/performance.md`."""
    return "\n\n".join(
        [
            f"{measured.machine}.\n{measured.versions}. Load generator, broker and database on the same machine.",
            "## (a), (b) Submit a declaration",
            _series(measured.commands),
            "## (c) Read a declaration",
            _series(measured.reads),
            "## What each thing around the rule costs a command",
            "What leaving it out saves, one command at a time in one process; below 0.05 ms is noise.",
            _table(
                ("piece", "ms", "ms of CPU in the process"),
                [(name, f"{wall:.2f}", f"{cpu:.2f}") for name, wall, cpu in measured.pieces],
            ),
            "## (d) The deadline minute",
            _minute(measured.minute),
            "## Events, from commit to effect",
            _events(measured),
            f"## {MANY:,} stored cases",
            _table(
                ("one connection, p50", f"ms with {FEW:,}", f"ms with {MANY:,}", "times"),
                [
                    (name, f"{few:.2f}", f"{many:.2f}", f"{many / few:.2f}")
                    for name, (few, many) in measured.growth.items()
                ],
            ),
            f"## (e) Dry run of a new pack version over {CASES:,} stored cases",
            _dry_runs(measured.dry_runs),
            "## The embedded default",
            _embedded(measured.embedded),
            "## What gates",
            _table(
                ("ratio", "measured", "bound"),
                [(name, f"{value:.2f}", f"{bound:.2f}") for name, (value, bound) in measured.ratios.items()],
            ),
        ]
    )


def _ratio(series: Mapping[str, Series]) -> float:
    return series[OURS].per_second / series[PEER].per_second


def _series(series: Mapping[str, Series]) -> str:
    peer = series[PEER].per_second
    rows = [
        (
            each.name,
            f"{each.per_second:.0f}",
            f"{each.per_second / peer:.2f}",
            f"{each.p50:.0f} / {each.p99:.0f}",
            f"{each.cpu_milliseconds(*(OUR_PROCESSES if each.name == OURS else ('peer',))):.2f}"
            if each.name in (OURS, PEER)
            else "",
            f"{each.cpu_milliseconds(*EVERYTHING):.2f}" if each.name in (OURS, PEER) else "",
            f"{max(map(each.peak_mb, OUR_PROCESSES)):.0f}"
            if each.name == OURS
            else f"{each.peak_mb('peer'):.0f}"
            if each.name == PEER
            else "",
        )
        for each in series.values()
    ]
    return _table(
        (
            f"{CONNECTIONS} connections",
            "per second",
            "of the peer",
            "p50 / p99 ms",
            "ms of CPU, request",
            "ms of CPU, with events, broker, database",
            "peak MB, largest process",
        ),
        rows,
    )


def _minute(minute: Minute) -> str:
    answered = minute.answered
    return _table(
        ("drafts at once", "answered", "in review", "events heard", "p50 ms", "p99 ms"),
        [
            (
                str(AT_ONCE),
                str(answered.statuses),
                str(minute.in_review),
                str(minute.heard),
                f"{answered.p50:.0f}",
                f"{answered.p99:.0f}",
            )
        ],
    )


def _events(measured: Measured) -> str:
    return _table(
        ("", "measured", "aim"),
        [
            (f"RabbitMQ, {BURST:,} at once, per second", f"{measured.events_per_second:.0f}", "1,500"),
            (
                f"RabbitMQ, {PER_SECOND} a second, p50 / p99 ms",
                f"{measured.lag.p50:.1f} / {measured.lag.p99:.1f}",
                "15",
            ),
            (
                f"embedded, {PER_SECOND} a second, p50 / p99 ms",
                f"{measured.embedded.lag.p50:.1f} / {measured.embedded.lag.p99:.1f}",
                "5",
            ),
        ],
    )


def _dry_runs(found: DryRuns) -> str:
    report = found.report
    fares = [("gains", report.gains), ("losses", report.losses)]
    return (
        _table(
            ("", "cases per second", "of computing alone"),
            [
                ("`packs dry-run`, from the database to the report", f"{found.per_second:.0f}", f"{found.ratio:.2f}"),
                ("computing alone, both versions, claims in memory", f"{found.alone:.0f}", "1.00"),
            ],
        )
        + "\n\n"
        + "; ".join(
            [f"{len(group.cases):,} {name}, {group.difference.as_yuan()} yuan" for name, group in fares]
            + [f"total {report.difference.as_yuan()} yuan"]
        )
        + "."
    )


def _embedded(embedded: Embedded) -> str:
    return _table(
        ("", "measured", "aim"),
        [
            ("commands per second", f"{embedded.commands_per_second:.0f}", ""),
            ("memory without PostgreSQL, MB", f"{embedded.memory_mb:.0f}", "350"),
            ("second start, seconds", f"{embedded.second_start_seconds:.1f}", "5"),
        ],
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
