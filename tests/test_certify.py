"""The certification: our skill passes every rule, and every rule has a specimen that fails it."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from back_guide.alexa.skill import Skill
from back_guide.alexa.storage.item import Backend
from workbench.certify import command, people
from workbench.certify.certification import tried
from workbench.certify.report import as_json, as_markdown
from workbench.certify.rule import Result, Trial
from workbench.certify.rules import RULES
from workbench.certify.states import states
from workbench.certify.subject import Subject, subjects
from workbench.cli import main
from workbench.simulator.session import DRAWS, Handler

Json = dict[str, Any]
PAGE = Path(__file__).parents[1] / "docs" / "certification.md"
MANIFEST = "skill-package/skill.json"
MODEL = "skill-package/interactionModels/custom/en-US.json"
LOCALES = {"en-US", "en-GB", "en-CA", "en-AU", "en-IN"}
NOT_IN_THE_LIST = {23, 27, 29}


# --- our skill ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Json:
    """What the command tells of our skill, as JSON."""
    output = tmp_path_factory.mktemp("certified") / "certification.json"
    assert main(["certify", "--json", "--output", str(output)]) == 0
    found: Json = json.loads(output.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def results(told: Json) -> list[Result]:
    return [
        Result(RULES[each["rule"]], each["tried"], [Trial(**failure) for failure in each["failures"]])
        for each in told["rules"]
    ]


def test_our_skill_passes_every_rule(told: Json) -> None:
    assert [each["rule"] for each in told["rules"] if each["failures"]] == []
    assert {each["rule"] for each in told["rules"] if each["tried"]} == set(RULES)
    assert told["passed"] is True


def test_every_number_is_tried_or_left_to_a_person() -> None:
    numbers = {number for rule in RULES.values() for number in rule.numbers}
    assert numbers == {f"C{number}" for number in range(1, 33) if number not in NOT_IN_THE_LIST}
    assert {number for task in people.TASKS for number in task.numbers} <= numbers


def test_the_page_in_the_repository_is_fresh(results: list[Result]) -> None:
    remedy = "run: back-guide certify --markdown --output docs/certification.md"
    assert PAGE.read_text(encoding="utf-8") == as_markdown(results), remedy


def test_the_file_to_mend_is_there() -> None:
    root = PAGE.parents[1]
    assert [rule.mend for rule in RULES.values() if not (root / rule.mend).exists()] == []


def test_what_fails_is_told_exactly_with_the_file_to_mend_and_ends_with_1(
    results: list[Result], capsys: pytest.CaptureFixture[str]
) -> None:
    failed = Result(RULES["phrase-declined"], 2, [Trial('"Alexa, fly" (en-US)', 'it says "No."')])
    never = Result(RULES["bad-sample"])
    for form in command.FORMS:
        assert command.tell([*results, failed], form, None) == 1
        assert command.tell([*results, never], form, None) == 1
        assert command.tell(results, form, None) == 0
    assert command.tell([failed], "table", None) == 1
    table = capsys.readouterr().out.splitlines()[-20:]
    assert '- "Alexa, fly" (en-US): it says "No."' in table
    assert "Mend content/en/skill.yaml" in table
    assert json.loads(as_json([failed]))["rules"][0]["failures"] == [
        {"what": '"Alexa, fly" (en-US)', "fault": 'it says "No."'}
    ]


# --- every rule can fail ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def skill() -> Iterator[Subject]:
    """Our skill, of one locale, to be broken in one thing."""
    logging.disable(logging.CRITICAL)
    with subjects() as (ours, _):
        yield ours
    logging.disable(logging.NOTSET)


Break = Callable[[Subject], Subject]


def broken(subject: Subject, **changes: Any) -> Subject:
    """A copy with changes, that has heard nothing yet and talks in one locale only."""
    manifest = json.loads(changes.get("package", subject.package)[MANIFEST])
    pages = manifest["manifest"]["publishingInformation"]["locales"]
    manifest["manifest"]["publishingInformation"]["locales"] = {"en-US": pages["en-US"]}
    package = {**changes.get("package", subject.package), MANIFEST: json.dumps(manifest)}
    return replace(subject, **{**changes, "package": package, "heard": [], "reached": {}})


def file(path: str, change: Callable[[Json], object]) -> Break:
    """Changes a file of the package, as JSON."""

    def made(subject: Subject) -> Subject:
        found = json.loads(subject.package[path])
        change(found)
        return broken(subject, package={**subject.package, path: json.dumps(found)})

    return made


def page(**texts: Any) -> Break:
    """Changes the page in the store. What can be called is given the text as it was."""

    def change(found: Json) -> None:
        shown = found["manifest"]["publishingInformation"]["locales"]["en-US"]
        shown.update({key: text(shown[key]) if callable(text) else text for key, text in texts.items()})

    return file(MANIFEST, change)


def model(change: Callable[[Json], object]) -> Break:
    return file(MODEL, lambda found: change(found["interactionModel"]["languageModel"]))


def without(words: str) -> Callable[[str], str]:
    return lambda text: text.replace(words, "…")


def answering(change: Callable[[Json, Json], object], *, to: str = "") -> Break:
    """A handler that changes what ours responds to requests of a type or an intent, or to all."""

    def made(subject: Subject) -> Subject:
        def handler(event: Json, context: object) -> Json:
            response: Json = subject.handler(event, context)
            request = event["request"]
            if not to or to in (request["type"], request.get("intent", {}).get("name")):
                change(response, response["response"])
            return response

        return broken(subject, handler=handler)

    return made


def raising(event: Json, context: object) -> Json:
    raise KeyError("the code is wrong")


def without_tasks(subject: Subject) -> Handler:
    """A handler that takes no notice of the task of a launch."""

    def handler(event: Json, context: object) -> Json:
        return subject.handler({**event, "request": {**event["request"], "task": None}}, context)

    return handler


def saying(text: str, *, is_open: bool) -> Callable[[Json, Json], None]:
    """Says a text instead, and leaves the session open or closes it."""

    def change(response: Json, body: Json) -> None:
        speech = {"type": "SSML", "ssml": f"<speak>{text}</speak>"}
        body.update(outputSpeech=speech, reprompt={"outputSpeech": speech}, shouldEndSession=not is_open)

    return change


def speech(change: Callable[[str], str]) -> Callable[[Json, Json], None]:
    """Changes what is said, where something is."""

    def changed(response: Json, body: Json) -> None:
        if "outputSpeech" in body:
            body["outputSpeech"]["ssml"] = change(body["outputSpeech"]["ssml"])

    return changed


def declining(response: Json, body: Json) -> None:
    response["sessionAttributes"] = {"version": 1, "said": {"decision": "decline"}}


def silence(response: Json, body: Json) -> None:
    body.clear()


def advice_first(ssml: str) -> str:
    """The same paragraphs in another order: what follows the disclaimer comes before it."""
    disclaimer, _, rest = ssml.removeprefix("<speak>").removesuffix("</speak>").partition("</p>")
    return f"<speak>{rest}{disclaimer}</p></speak>"


def drawing(response: Json, body: Json) -> None:
    body["directives"] = [{"type": DRAWS, "token": "page", "document": {}, "datasources": {"screen": {}}}]


def showing_more(response: Json, body: Json) -> None:
    for directive in body.get("directives", ()):
        directive["datasources"]["screen"]["lines"] = ["Nobody says this."]


def asking_for_an_address(response: Json, body: Json) -> None:
    body["directives"] = [{"type": "Connections.SendRequest", "name": "AskFor", "payload": {}, "token": ""}]


def card(**fields: str) -> Callable[[Json, Json], None]:
    return lambda response, body: body.update(card={"type": "Simple", "title": "Heat", "content": "Helps.", **fields})


def noting(backend: Backend) -> Handler:
    """A handler that stores all that is said."""
    skill, said = Skill(), []

    def handler(event: Json, context: object) -> Json:
        said.append(json.dumps(event["request"].get("intent", {}).get("slots")))
        backend.put("a listener", {"version": 1, "plan": " ".join(said), "expires": 1})
        return skill.answer(event)

    return handler


def no_round_screen(found: Json) -> None:
    views = found["manifest"]["apis"]["custom"]["interfaces"][0]["supportedViewports"]
    views[:] = [view for view in views if view["shape"] != "ROUND"]


SPECIMENS: dict[str, tuple[Break, str]] = {
    "not-opened-first": (page(examplePhrases=["Alexa, begin upper back guide"]), "not called by its name"),
    "phrase-not-a-sample": (
        page(examplePhrases=["Alexa, ask upper back guide about purple monkeys"]),
        "purple monkeys",
    ),
    "phrase-declined": (page(examplePhrases=["Alexa, ask upper back guide who won the match"]), "who won the match"),
    "description-incomplete": (page(description=without("Alexa, ask")), "no question asked in one breath"),
    "page-too-large": (page(summary=lambda text: text * 2), "summary (en-US)"),
    "disclaimer-missing": (page(description=without("not medical advice")), "not medical advice"),
    "health-data-declared": (
        file(MANIFEST, lambda found: found["manifest"]["privacyAndCompliance"].update(usesHealthInfo=True)),
        "usesHealthInfo",
    ),
    "health-data-kept": (lambda subject: broken(subject, keeping=noting), "gentle stretches"),
    "permission-unexplained": (
        file(MANIFEST, lambda found: found["manifest"]["privacyAndCompliance"]["locales"].clear()),
        "the privacy entry (en-US)",
    ),
    "viewport-left-out": (file(MANIFEST, no_round_screen), "spot"),
    "intent-not-handled": (
        model(lambda found: found["intents"].append({"name": "FlyIntent", "samples": [], "slots": []})),
        "FlyIntent (en-US)",
    ),
    "bad-invocation-name": (model(lambda found: found.update(invocationName="ask my back")), '"ask my back"'),
    "bad-sample": (model(lambda found: found["intents"][1]["samples"].append("is it 5?")), '"is it 5?"'),
    "bad-slot-value": (
        model(lambda found: found["types"][0]["values"][0]["name"]["synonyms"].append("heat, or ice?")),
        '"heat, or ice?"',
    ),
    "slot-value-twice": (
        model(lambda found: found["types"][0]["values"].append(found["types"][0]["values"][0])),
        "it is there twice",
    ),
    "model-too-large": (model(lambda found: found.update(note="x" * 1_500_000)), MODEL),
    "intent-fails": (lambda subject: broken(subject, handler=raising), "KeyError"),
    "task-not-started": (lambda subject: broken(subject, handler=without_tasks(subject)), "StartSymptomCheck"),
    "help-unhelpful": (answering(saying("Well?", is_open=True), to="AMAZON.HelpIntent"), "Well?"),
    "stop-goes-on": (answering(saying("Really?", is_open=True), to="AMAZON.StopIntent"), "Really?"),
    "fault-not-spoken": (lambda subject: broken(subject, failing=raising), "KeyError"),
    "speech-unmatched": (answering(silence, to="AMAZON.FallbackIntent"), "answered with silence"),
    "not-repeated": (answering(saying("What?", is_open=True), to="AMAZON.RepeatIntent"), 'became "What?"'),
    "stray-yes-unanswered": (answering(declining, to="AMAZON.YesIntent"), "AMAZON.YesIntent from cold"),
    "advice-before-disclaimer": (answering(speech(advice_first)), "for information only"),
    "number-not-first": (answering(speech(without("nine one one"))), "i have chest pain"),
    "claim-made": (page(description="This skill cures your back."), "cures"),
    "event-spoken-to": (answering(saying("Bye.", is_open=False), to="SessionEndedRequest"), "SessionEndedRequest"),
    "another-skill-answered": (lambda subject: broken(subject, handler=Skill().answer), "at the AWS door"),
    "forgery-answered": (
        lambda subject: broken(subject, https=lambda chain: lambda body, headers: 200),
        "a certificate that has expired",
    ),
    "reminder-unconfirmed": (answering(speech(without("every two hours"))), "remind me to stretch every two hours"),
    "refusal-not-taken": (answering(silence, to="Connections.Response"), "DENIED"),
    "screen-unasked": (answering(drawing), "dot after the welcome"),
    "shown-not-said": (answering(showing_more), "Nobody says this."),
    "touch-not-taken": (answering(declining, to="Alexa.Presentation.APL.UserEvent"), '"'),
    "misshapen": (answering(lambda response, body: response.pop("version")), "version"),
    "silent": (answering(silence, to="LaunchRequest"), "LaunchRequest"),
    "open-without-question": (answering(saying("Goodbye.", is_open=True), to="AMAZON.StopIntent"), "Goodbye."),
    "not-ssml": (answering(saying("Heat & ice?", is_open=True), to="LaunchRequest"), "Heat & ice?"),
    "too-large": (answering(saying("a" * 8_000 + "?", is_open=True), to="LaunchRequest"), "characters"),
    "card-not-plain": (answering(card(content="Heat **helps**."), to="LaunchRequest"), "**"),
    "event-answered": (answering(card(), to="SessionEndedRequest"), "SessionEndedRequest"),
    "name-free-misanswered": (
        answering(lambda response, body: body.update(canFulfillIntent={"canFulfill": "NO"}), to="LaunchRequest"),
        "with canFulfillIntent",
    ),
    "permission-misasked": (answering(asking_for_an_address, to="LaunchRequest"), "not for a permission"),
}


def converse(subject: Subject) -> None:
    """A few turns, for the rules of a response to judge."""
    talk = subject.talk("en-US")
    talk.launch()
    talk.say("heat or ice")
    talk.say("stop")
    talk.end()


def test_every_rule_has_a_specimen() -> None:
    assert set(SPECIMENS) == set(RULES)


@pytest.mark.parametrize("name", SPECIMENS)
def test_the_specimen_of_a_rule_fails_it(name: str, skill: Subject) -> None:
    make, told = SPECIMENS[name]
    specimen, rule = make(skill), RULES[name]
    if rule.judges:
        converse(specimen)
    result = tried(rule, [specimen])
    assert result.failures
    assert told in " ".join(f"{trial.what}: {trial.fault}" for trial in result.failures)


def test_what_the_specimens_are_made_of_fails_no_rule_before_it_is_broken(skill: Subject) -> None:
    sound = broken(skill)
    converse(sound)
    assert [name for name, rule in RULES.items() if not tried(rule, [sound]).passed] == []


def test_a_package_that_lacks_what_a_rule_reads_fails_it_and_raises_nothing(skill: Subject) -> None:
    specimen = file(MANIFEST, lambda found: found["manifest"].pop("permissions"))(skill)
    (failure,) = tried(RULES["permission-unexplained"], [specimen]).failures
    assert "KeyError" in failure.fault


IN_MEMORY = {
    "after the welcome": "said",
    "after an answer": "offer",
    "after two misses": "misses",
    "asked which plan": "offer",
    "before a plan": "plan",
    "in a plan": "plan",
    "offered a timer": "plan",
    "asked how long a timer is": "errand",
    "asked how often to remind": "errand",
    "asked whether a reminder is right": "errand",
    "with one of two to choose": "offer",
    "in the check": "check",
    "asked which of several in the check": "check",
    "asked whether the answers are right": "check",
}


def test_each_state_is_the_one_that_its_name_tells(skill: Subject) -> None:
    reached = {state.name: state.talk for state in states(broken(skill), "en-US")}
    assert set(reached) == set(IN_MEMORY)
    for name, part in IN_MEMORY.items():
        assert reached[name].is_open
        assert reached[name].attributes.get(part), name
    assert reached["offered a timer"].attributes["plan"]["timer"]
    assert reached["in a plan"].attributes["plan"]["step"]
    assert reached["asked whether a reminder is right"].attributes["errand"]["first"]
    assert reached["asked whether the answers are right"].attributes["check"]["answers"][-1] == "trigger=effort"
