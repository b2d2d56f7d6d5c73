"""The console command ``back-guide``. Each command's own module does the work and is imported when it is called."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from back_guide_web.settings import manual
from workbench.bench import command as bench
from workbench.simulator.envelope import DEVICES, LOCALES, SKILL_ID

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"


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

    simulator = commands.add_parser("simulator", help="open the skill simulator in the browser")
    simulator.add_argument("--port", type=_port, default=8000, help="where it listens on this machine (default: 8000)")
    simulator.add_argument("--no-browser", action="store_true", help="print the address, and leave the browser alone")
    simulator.set_defaults(run=_simulator)

    export = commands.add_parser("export-replay", help="write a transcript as a file for: ask dialog --replay")
    export.add_argument("transcript", type=Path, help="a conversation, as in tests/conversations")
    export.add_argument("--skill-id", default=SKILL_ID, help="your skill's id (default: a stand-in)")
    export.add_argument("-o", "--output", type=Path, help="the file to write (default: stdout)")
    export.set_defaults(run=_export_replay)

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
    build.add_argument("--symptom-check", choices=["on", "off"], default="on", help="off: see --into (default: on)")
    build.add_argument("--into", type=Path, metavar="FOLDER", help="write only the skill package, and there")
    build.set_defaults(run=_build, fail=build.error)

    certify = commands.add_parser("certify", help="hold the skill against Amazon's certification")
    form = certify.add_mutually_exclusive_group()
    for name in ("json", "markdown"):
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=f"tell it as {name}")
    certify.add_argument("-o", "--output", type=Path, help="the file to write (default: stdout)")
    certify.set_defaults(run=_certify, form="table")

    serve = commands.add_parser(
        "serve",
        help="answer Alexa over HTTP, behind a proxy that speaks TLS",
        epilog=manual(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serve.set_defaults(run=_serve)

    bench.add_to(commands)

    bundle = commands.add_parser("bundle", help="build what is deployed to AWS Lambda")
    bundle.add_argument("--python", help="the interpreter that compiles (default: the one of template.yaml's Runtime)")
    bundle.set_defaults(run=_bundle)

    dependencies = commands.add_parser("dependencies", help="check the lock files, and write docs/licences.md")
    dependencies.set_defaults(run=_dependencies)

    deploy = commands.add_parser("deploy", help="deploy to AWS and Amazon with sam and ask")
    deploy.add_argument("--symptom-check", choices=["on", "off"], default="on", help="with the check (default: on)")
    deploy.set_defaults(run=_deploy)
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port, which is a number from 1 to 65535")
    return int(text)


def _ask(options: argparse.Namespace) -> int:
    from workbench import talk

    return talk.ask(" ".join(options.question), options.locale)


def _talk(options: argparse.Namespace) -> int:
    from workbench import talk

    return talk.talk(options.locale, options.device, as_json=options.json, each=options.each)


def _simulator(options: argparse.Namespace) -> int:
    from workbench.simulator import server

    return server.serve(options.port, browser=not options.no_browser)


def _export_replay(options: argparse.Namespace) -> int:
    from workbench.simulator import replay

    return replay.export(options.transcript, options.skill_id, options.output)


def _check(options: argparse.Namespace) -> int:
    from workbench.authoring import command

    return command.list_rules() if options.rules else command.check(options.folder)


def _explain(options: argparse.Namespace) -> int:
    from workbench.authoring import command

    return command.explain(" ".join(options.question))


def _build(options: argparse.Namespace) -> int:
    from workbench.authoring import command

    if options.symptom_check == "off" and not options.into:
        options.fail("--symptom-check off needs --into FOLDER: what is committed has the check")
    return command.build(options.into, symptom_check=options.symptom_check == "on")


def _certify(options: argparse.Namespace) -> int:
    from workbench.certify import command

    return command.run(options.form, options.output)


def _serve(options: argparse.Namespace) -> int:
    import web_service

    return web_service.serve()


def _bundle(options: argparse.Namespace) -> int:
    from workbench.bundle import command

    return command.bundle(options.python)


def _dependencies(options: argparse.Namespace) -> int:
    from workbench.dependencies import command

    return command.dependencies(ROOT)


def _deploy(options: argparse.Namespace) -> int:
    from workbench import deploy

    return deploy.deploy(options.symptom_check)
