"""The console command ``back-guide``. Each command's own module does the work and is imported when it is called."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from workbench.simulator.envelope import DEVICES

CONTENT = Path(__file__).parents[1] / "content"
LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")


class OneLineParser(argparse.ArgumentParser):
    """A parser whose complaint is one line that says what to do."""

    def error(self, message: str) -> NoReturn:
        """Ends the program with exit code 2."""
        self.exit(2, f"{self.prog}: {message}. Try: {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(prog="back-guide", description="Talk to Upper Back Guide, and take care of its content.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    ask = commands.add_parser("ask", help="ask one question and read the spoken answer")
    ask.add_argument("question", nargs="+", help="the words, as one would say them")
    ask.set_defaults(run=_ask)

    talk = commands.add_parser("talk", help="have a conversation; reads lines from stdin where that is no terminal")
    talk.add_argument("--device", choices=sorted(DEVICES), default="dot", help="what it is spoken to (default: dot)")
    talk.add_argument("--json", action="store_true", help="write one JSON object a turn")
    talk.add_argument("--each", action="store_true", help="take every line as a one-shot question of its own")
    talk.set_defaults(run=_talk)

    for command in (ask, talk):
        command.add_argument("--locale", choices=LOCALES, default="en-US", help="whose English (default: en-US)")

    check = commands.add_parser("check", help="proofread the content and list every problem")
    check.add_argument("folder", nargs="?", type=Path, default=CONTENT, help="another content folder")
    check.add_argument("--rules", action="store_true", help="list the rules and what each is for")
    check.set_defaults(run=_check)

    explain = commands.add_parser("explain", help="tell why a question is taken for what it is")
    explain.add_argument("question", nargs="+", help="the words, as one would say them")
    explain.set_defaults(run=_explain)

    build = commands.add_parser("build", help="compile the content and write the interaction model")
    build.set_defaults(run=_build)

    bench = commands.add_parser("bench", help="measure the skill")
    measures = bench.add_subparsers(required=True, metavar="WHAT")
    understanding = measures.add_parser("understanding", help="questions: right, offered, declined; other approaches")
    understanding.add_argument("--plot", type=Path, help="draw the confidence bands into this file (.svg or .png)")
    understanding.set_defaults(run=_bench_understanding)
    for what, told in (
        ("growth", "the time and accuracy of understanding as topics are added"),
        ("triage", "the symptom check on patient stories"),
        ("red-flags", "danger signs: heard, and false alarms"),
    ):
        measures.add_parser(what, help=told).set_defaults(run=_bench, what=what)
    return parser


def _ask(options: argparse.Namespace) -> int:
    from workbench import talk

    return talk.ask(" ".join(options.question), options.locale)


def _talk(options: argparse.Namespace) -> int:
    from workbench import talk

    return talk.talk(options.locale, options.device, as_json=options.json, each=options.each)


def _check(options: argparse.Namespace) -> int:
    from workbench.authoring import command

    return command.list_rules() if options.rules else command.check(options.folder)


def _explain(options: argparse.Namespace) -> int:
    from workbench.authoring import command

    return command.explain(" ".join(options.question))


def _build(options: argparse.Namespace) -> int:
    from workbench.authoring import command

    return command.build()


def _bench_understanding(options: argparse.Namespace) -> int:
    from workbench.bench import understanding

    return understanding.main(options.plot)


def _bench(options: argparse.Namespace) -> int:
    from workbench.bench import growth, red_flags, triage

    mains = {"growth": growth.main, "red-flags": red_flags.main, "triage": triage.main}
    return mains[options.what]()
