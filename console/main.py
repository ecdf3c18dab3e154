"""`shuzhuan`: everything an operator does from a terminal."""

import typer

from console import clock, conformance, events, feed, invariants, kill_demo, outbox, packs, platform, quarantine, users
from console.demo import command as demo

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="数转：中小企业数字化转型试点平台 / the platform for SME pilots.",
)
app.add_typer(outbox.app, name="outbox")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(packs.app, name="packs")
app.add_typer(clock.app, name="clock")
app.add_typer(users.app, name="users")
app.add_typer(events.app, name="events")
app.add_typer(conformance.app, name="conformance")
app.add_typer(feed.app, name="feed")
app.command("up")(platform.up)
app.command("run")(platform.run)
app.command("migrate")(platform.migrate)
app.command("check-invariants")(invariants.check)
app.command("demo")(demo.play)
app.command("kill-demo")(kill_demo.kill_demo)


def main() -> None:
    """The console script."""
    app(standalone_mode=True)


if __name__ == "__main__":
    main()
