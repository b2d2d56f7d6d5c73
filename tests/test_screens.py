"""The screens: what every reply draws, judged by Amazon's validator, and that touching is saying."""

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.rules_of_alexa import MOST_BYTES, broken_rules
from support.screens import JOURNEYS, Json, again, components, screen, touch, touchables, walk

from back_guide.alexa.screens.document import document
from back_guide.alexa.screens.files import FOLDER, read
from back_guide.alexa.screens.pictures import MUSCLES, names
from back_guide.alexa.screens.scene import Scene
from back_guide.content import load
from lambda_function import lambda_handler
from workbench.authoring.draft import ROOT
from workbench.simulator import envelope
from workbench.simulator.recognise import Heard
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import Session, plain_text

CONTENT = load()
LAYOUTS = ("page", "question", "choice", "advice", "step")
MODULES = ROOT / "workbench" / "simulator" / "node_modules"
VALIDATOR = Path(__file__).parent / "support" / "validate_screens.js"
NODE = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))


def documents() -> dict[str, Json]:
    """Every layout with a picture and without, and every picture."""
    plain = {layout: document(Scene(layout, {})) for layout in LAYOUTS}
    return plain | {f"a page with {name}": document(Scene("page", {}, name)) for name in names()}


# --- what is drawn ------------------------------------------------------------------------------------------------


def test_every_reply_draws_a_screen_of_a_layout_that_suits_it() -> None:
    drawn = {name: screen(exchange.response) for name, exchange in walk().items()}
    assert [name for name, directive in drawn.items() if directive is None] == []
    assert {directive["token"] for directive in drawn.values() if directive} == set(LAYOUTS)


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "en-IN"])
def test_every_response_with_its_screen_keeps_alexas_rules_and_its_limit(locale: str) -> None:
    for name, exchange in walk(locale).items():
        assert broken_rules(exchange.request, exchange.response) == [], name
        assert exchange.record()["response_bytes"] < MOST_BYTES, name


def test_the_fullest_screens_stay_under_the_limit_after_the_longest_conversation() -> None:
    session = Session(lambda_handler, "en-IN", "show")
    session.launch()
    sizes = {}
    for topic in CONTENT.topics.values():
        sizes[topic.id] = session.say(topic.name).record()["response_bytes"]
        sizes[f"more of {topic.id}"] = session.say("tell me more").record()["response_bytes"]
    assert {name: size for name, size in sizes.items() if size >= MOST_BYTES} == {}


def test_a_device_without_a_screen_gets_none() -> None:
    session = Session(lambda_handler, "en-US", "dot")
    exchanges = [session.launch(), *(session.say(words) for words in JOURNEYS["an answer"])]
    assert [exchange.record()["directives"] for exchange in exchanges] == [[]] * len(exchanges)


@pytest.mark.parametrize(("device", "loaded"), [("dot", False), ("show5", True)])
def test_nothing_of_the_screens_is_loaded_for_a_device_without_one(device: str, loaded: bool) -> None:
    code = f"""
import sys
from lambda_function import lambda_handler
from workbench.simulator.session import Session
Session(lambda_handler, "en-US", {device!r}).launch()
print("back_guide.alexa.screens.scene" in sys.modules)
"""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "lambda")])
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert run.stdout.strip() == str(loaded)


def test_a_screen_that_cannot_be_drawn_takes_no_speech_with_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("back_guide.alexa.screens.files.FOLDER", FOLDER / "nowhere")
    read.cache_clear()
    with caplog.at_level(logging.ERROR):
        response = Session(lambda_handler, "en-US", "show").say("i have chest pain").response["response"]
    assert "nine one one" in response["outputSpeech"]["ssml"]
    assert "directives" not in response
    assert "FileNotFoundError" in caplog.text


def test_all_that_is_shown_is_said() -> None:
    for locale in ("en-US", "en-GB"):
        terms = CONTENT.locales[locale].terms.values()
        for name, exchange in walk(locale).items():
            speech = plain_text(exchange.response["response"]["outputSpeech"]["ssml"]) or ""
            for shown in texts(screen(exchange.response)):
                for term in terms:
                    shown = shown.replace(term.write, term.say)
                assert shown in speech, name


def texts(directive: Json | None) -> list[str]:
    """What a screen shows in whole sentences."""
    data = directive["datasources"]["screen"] if directive else {}
    return [text for text in (*data.get("lines", ()), data.get("action", ""), data["question"]) if text]


def test_every_topic_has_short_points_and_a_muscle_named_lights_up() -> None:
    assert [topic.id for topic in CONTENT.topics.values() if not topic.points] == []
    lit = {muscle for topic in CONTENT.topics.values() for muscle in topic.muscles}
    assert lit == set(MUSCLES)
    shown = screen(walk()["muscles 1: what is the trapezius"].response)
    assert shown
    assert shown["datasources"]["screen"]["muscles"] == {"trapezius": True}
    assert set(MUSCLES) < set(shown["document"]["graphics"]["picture"]["parameters"])


def test_advice_tells_its_urgency_by_symbol_and_words_and_shows_the_number() -> None:
    drawn = [screen(exchange.response) or {} for exchange in walk("en-GB").values()]
    scenes = [directive["datasources"]["screen"] for directive in drawn if directive["document"]["layouts"].get("Sign")]
    advice = {data["urgency"]: data for data in scenes}
    assert {name: data["title"] for name, data in advice.items()} == dict(CONTENT.screen.urgency)
    assert {data["picture"] for data in advice.values()} == set(advice)
    assert (advice["emergency"]["number"], advice["urgent"]["number"]) == ("999", "111")
    assert advice["emergency"]["rows"] == []


def test_the_number_shown_large_is_the_one_to_call_first() -> None:
    session = Session(lambda_handler, "en-GB", "show")
    said = "i'm pregnant and i have a bad headache and my back hurts"
    assert (shown(session.say(said))["action"], shown(session.say(said))["number"]) == (
        "Call your maternity unit today.",
        "",
    )


def test_the_check_shows_how_far_it_has_come_and_a_step_counts_its_minutes_down() -> None:
    seen = walk()
    numbers = [shown(seen[f"self-care {turn}: no"])["number"] for turn in range(2, 12)]
    assert numbers == list(range(2, 12))
    assert shown(seen["a plan with a timer 7: next"])["minutes"] == 0
    assert shown(seen["a plan 3: next"])["hold"] == "Hold for 5 seconds"
    assert shown(seen["a plan 3: next"])["progress"] == "2 of 6"


def test_a_timer_counts_down_once_it_is_set() -> None:
    with AlexaServices() as alexa:
        session = Session(lambda_handler, "en-US", "show8", alexa.address)
        for words in ("start a heat pack", "no", *["next"] * 5):
            offered = session.say(words)
        assert shown(offered)["question"] == "Would you like a timer for that?"
        assert shown(offered)["minutes"] == 0
        assert shown(session.say("yes"))["minutes"] == 15
        assert shown(session.say("how many are left"))["minutes"] == 0


def test_the_check_announces_as_many_questions_as_its_screen_counts() -> None:
    begun = walk()["self-care 1: check my symptoms"]
    assert "about twelve quick questions" in (begun.record()["speech"] or "")
    assert shown(begun)["progress"] == "1 of 12"


def test_care_at_home_is_shown_in_points_with_its_safety_net() -> None:
    for outcome in CONTENT.check.outcomes.values():
        if outcome.urgency == "self_care":
            assert "{emergency_number}" in outcome.points[0]
            assert len(outcome.points) == 4


def shown(exchange: Any) -> Json:
    directive = screen(exchange.response)
    assert directive
    data: Json = directive["datasources"]["screen"]
    return data


# --- touching is saying -------------------------------------------------------------------------------------------


def test_touching_a_button_gives_just_what_saying_its_words_does() -> None:
    touched = set()
    for name, exchange in walk().items():
        directive = screen(exchange.response)
        for button in touchables(directive) if directive else ():
            by_hand = again(exchange).send(None, touch(button["intent"], button["words"]))
            assert by_hand.response == again(exchange).say(button["words"]).response, f"{name}: {button['label']}"
            touched.add(button["intent"])
    assert touched >= {*CONTENT.screen.buttons, "AskIntent"}


def test_what_a_button_says_is_understood() -> None:
    for exchange in walk().values():
        for button in touchables(screen(exchange.response) or {"datasources": {}}):
            record = again(exchange).send(None, touch(button["intent"], button["words"])).record()
            assert record["decision"] not in ("decline", "apology"), button


def test_every_suggestion_and_every_related_topic_leads_to_what_it_names() -> None:
    session = Session(lambda_handler, "en-US", "show")
    for topic in CONTENT.topics.values():
        session.launch()
        record = session.send(None, touch("AskIntent", topic.name)).record()
        assert (record["decision"], record["topic"]) == ("answer", topic.id)


ODD: list[list[Any]] = [
    [],
    ["NobodysIntent", ""],
    ["AskIntent"],
    ["AskIntent", ""],
    ["AskIntent", 5],
    [1, 2],
    [{"intent": "AMAZON.YesIntent"}],
    [["AskIntent", "heat"]],
    [None],
    ["AskIntent", "heat", "ice"],
    ["AskIntent", "xyzzy " * 1000],
]


@pytest.mark.parametrize("arguments", ODD, ids=[str(each)[:40] for each in ODD])
def test_a_touch_that_no_button_of_ours_sends_counts_as_not_understood(arguments: list[Any]) -> None:
    session = Session(lambda_handler, "en-US", "show")
    session.launch()
    exchange = session.send(None, touch(*arguments))
    assert broken_rules(exchange.request, exchange.response) == []
    assert exchange.record()["decision"] == "decline"


@pytest.mark.parametrize("arguments", [None, "AMAZON.YesIntent", {"0": "AskIntent"}, 7, True])
def test_arguments_that_are_no_list_count_as_not_understood(arguments: Any) -> None:
    mumbled = Session(lambda_handler, "en-US", "show").send(None, envelope.intent(Heard("AMAZON.FallbackIntent")))
    touched = Session(lambda_handler, "en-US", "show").send(None, {**touch(), "arguments": arguments})
    assert touched.response == mumbled.response


def test_an_emergency_touched_is_an_emergency() -> None:
    exchange = Session(lambda_handler, "en-US", "show").send(None, touch("AskIntent", "i have chest pain"))
    assert exchange.record()["urgency"] == "emergency"


def test_an_error_of_the_screen_is_logged_by_its_type_alone_and_answered_with_silence(
    caplog: pytest.LogCaptureFixture,
) -> None:
    errors = [{"type": "LIST_ERROR", "reason": "OTHER", "message": "my back hurts"}, {"type": "my back"}, None]
    request = {"type": "Alexa.Presentation.APL.RuntimeError", "token": "page", "errors": errors}
    with caplog.at_level(logging.INFO):
        response = Session(lambda_handler, "en-US", "show").send(None, request).response
    assert response["response"] == {}
    assert caplog.messages == ["screen failed: LIST_ERROR"]


# --- the documents ------------------------------------------------------------------------------------------------


def test_amazons_validator_finds_no_error_in_any_document() -> None:
    if NODE is None or not MODULES.is_dir():
        pytest.skip("Amazon's validator needs Node.js and workbench/simulator/node_modules: run make setup")
    run = subprocess.run(
        [NODE, str(VALIDATOR)],
        input=json.dumps(documents()),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NODE_PATH": str(MODULES)},
        timeout=60,
    )
    found = run.stdout.splitlines()
    assert found[-1] == "judged"
    assert [line for line in found if " ERROR " in line] == []


def test_documents_are_apl_1_4_of_plain_components_and_fetch_nothing() -> None:
    plain = {"Container", "Frame", "ScrollView", "Sequence", "Text", "TouchWrapper", "VectorGraphic"}
    for name, made in documents().items():
        written = json.dumps(made)
        assert made["version"] == "1.4", name
        assert "import" not in made, name
        assert not re.search(r"https?:|//|\bsource\b\W+(?!picture)\w+:", written), name
        used = {part["type"] for part in components([made["layouts"], made["mainTemplate"]]) if part["type"].istitle()}
        assert used <= plain | set(made["layouts"]), name


def test_a_document_holds_only_the_parts_and_the_picture_that_it_uses() -> None:
    used = {"Asked", "Button", "ButtonRows", "Lines", "Points", "Rule", "Sign"}
    assert set(document(Scene("advice", {}, "urgent"))["layouts"]) == used
    assert "graphics" in document(Scene("page", {}, "heat_pack"))
    assert document(Scene("page", {}))["graphics"] == {}


def test_pictures_and_buttons_have_labels_and_every_text_has_a_style() -> None:
    parts = [part for name in (*LAYOUTS, "parts") for part in components(read(name))]
    unlabelled = [part for part in parts if part["type"] in ("TouchWrapper", "VectorGraphic", "Figure", "Sign")]
    assert all("accessibilityLabel" in part or "label" in part for part in unlabelled)
    assert [part for part in parts if part["type"] == "Text" and "style" not in part] == []
    assert [part for part in parts if isinstance(part.get("fontSize"), int | float)] == []


# --- the style sheet ----------------------------------------------------------------------------------------------

VIEWPORTS = {
    name: SimpleNamespace(
        width=shape["pixelWidth"] * 160 / shape["dpi"],
        height=shape["pixelHeight"] * 160 / shape["dpi"],
        shape=shape["shape"].lower(),
        mode=shape["mode"].lower(),
        theme="dark",
    )
    for name, shape in envelope.VIEWPORTS.items()
}
ON_TEXT = [
    ("ink", "paper"),
    ("quiet", "paper"),
    ("accent", "paper"),
    ("ink", "surface"),
    ("buttonInk", "button"),
    ("emergencyInk", "emergency"),
    ("urgentInk", "urgent"),
    ("routineInk", "routine"),
    ("selfCareInk", "selfCare"),
]
ON_PICTURES = [("figure", "paper"), ("glow", "paper"), ("line", "paper"), ("focus", "paper"), ("button", "buttonInk")]


def resources(viewport: SimpleNamespace, kind: str) -> dict[str, Any]:
    """The named sizes or colours that hold on a viewport: each block of the style sheet overrides those before."""
    found: dict[str, Any] = {}
    for block in read("style")["resources"]:
        condition = block.get("when", "${True}")[2:-1].replace("&&", "and")
        if eval(condition, {"viewport": viewport}):  # noqa: S307 - a line of our own style sheet
            found |= block.get(kind, {})
    return found


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_texts_stand_out_as_wcag_aa_asks(theme: str) -> None:
    colours = resources(SimpleNamespace(**{**vars(VIEWPORTS["show"]), "theme": theme}), "colors")
    for above, below in ON_TEXT:
        assert contrast(colours[above], colours[below]) >= 4.5, (above, below)
    for above, below in ON_PICTURES:
        assert contrast(colours[above], colours[below]) >= 3, (above, below)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("device", sorted(VIEWPORTS))
def test_texts_can_be_read_from_two_metres_and_buttons_be_hit(device: str) -> None:
    sizes = resources(VIEWPORTS[device], "dimensions")
    least = 24 if VIEWPORTS[device].mode == "tv" else 32
    assert min(sizes[name] for name in ("body", "title", "question", "big", "digits")) >= least
    assert sizes["touch"] >= 48


def test_every_device_has_sizes_of_its_own() -> None:
    assert len({str(resources(viewport, "dimensions")) for viewport in VIEWPORTS.values()}) == len(VIEWPORTS)
