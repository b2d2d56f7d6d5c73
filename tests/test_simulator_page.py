"""The simulator as a person uses it: in a real browser, with Amazon's own renderer of screens."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect
from support.browser import chromium
from support.simulator import simulator
from support.visitor import Visitor

from workbench.simulator import server, transcript

SCREENSHOTS = Path(__file__).parents[1] / "build" / "screenshots"
SCREENED = {"Echo Show 5": "show5", "Echo Show 8": "show8", "Echo Show 15": "show15", "Echo Spot": "spot", "TV": "tv"}
DANGERS_AND_MORE = 10
"""Questions of the check that take a plain no."""

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with chromium() as context:
        yield context


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conversations")


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    with simulator(folder) as port:
        yield port


@pytest.fixture
def visit(browser: BrowserContext, port: int) -> Iterator[Visit]:
    """Opens the page as often as asked. Afterwards: no complaint in any console, no request to another host."""
    visitors: list[Visitor] = []

    def visit(**how: object) -> Visitor:
        visitors.append(Visitor(browser, port, **how))  # type: ignore[arg-type]
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.page.evaluate("localStorage.clear()")
        visitor.page.close()
        assert visitor.complaints == []
        assert visitor.elsewhere == []


def test_a_question_is_answered_aloud_and_on_the_screen(visit: Visit) -> None:
    visitor = visit()
    heard = visitor.say("does heat help a back spasm")
    assert "Heat may ease a spasm" in heard
    assert "Using heat" in visitor.shown
    expect(visitor.turns.last).to_contain_text("AskIntent → answer: heat 100 %")
    expect(visitor.page.locator("#understood")).to_contain_text("does heat help a back spasm")
    expect(visitor.page.locator("#microphone")).to_have_text("Microphone open")
    expect(visitor.page.locator("#attributes")).to_contain_text("heat_pack")
    assert visitor.turns.last.locator("meter").get_attribute("max") == "24576"


def test_the_whole_check_is_taken_by_tapping(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.tap("Check my symptoms")
    for _ in range(DANGERS_AND_MORE):
        visitor.tap("No")
    assert visitor.page.locator(".question.at text").text_content() == "how long"
    assert visitor.tap("Not sure").endswith("Is that right?")
    assert "This isn't a diagnosis" in visitor.tap("Yes")
    assert "See a doctor" in visitor.shown
    assert visitor.page.locator(".outcome.lit text").all_text_contents() == ["doctor unsure"]
    assert visitor.page.locator(".edge.lit").count() == 11
    expect(visitor.page.locator(".gathered")).to_contain_text("unsure how long")


def test_an_emergency_in_the_check_is_told_at_the_first_tap(visit: Visit) -> None:
    visitor = visit()
    visitor.say("check my symptoms")
    assert "Call nine one one now" in visitor.tap("Yes")
    assert "911" in visitor.shown
    expect(visitor.page.locator("#microphone")).to_have_text("Microphone closed")
    assert visitor.page.locator(".outcome.lit text").all_text_contents() == ["call chest"]


def test_a_plan_is_walked_by_touch_and_by_typing(visit: Visit) -> None:
    visitor = visit()
    visitor.say("start the first day plan")
    first = visitor.tap("No")
    assert "Settle where it hurts least" in first
    assert "Breathe in gently" in visitor.tap("Next")
    assert "onto your side" in visitor.say("next")
    assert "Breathe in gently" in visitor.tap("Go back")
    assert "Settle where it hurts least" in visitor.say("previous")
    assert "pause 8 s" in visitor.say("next")


def test_another_device_shows_the_same_and_another_locale_speaks_otherwise(visit: Visit) -> None:
    visitor = visit()
    visitor.say("heat")
    for device in SCREENED:
        visitor.choose(device)
        assert "Using heat" in visitor.shown
    visitor.choose("Echo Dot")
    expect(visitor.page.get_by_role("img", name="Echo Dot")).to_be_visible()
    assert "Alexa.Presentation" not in str(visitor.say("tell me more"))
    visitor.choose("Echo Show 8")
    visitor.page.get_by_label("English of").select_option("en-GB")
    expect(visitor.turns).to_have_count(0)
    assert "your GP" in visitor.say("when should i see a doctor")


@pytest.mark.parametrize(
    ("answer", "told"), [("Grant", "I've set a timer"), ("Deny", "I'm not allowed"), ("No answer", "I didn't hear")]
)
def test_a_permission_is_granted_denied_or_left_open(visit: Visit, answer: str, told: str) -> None:
    visitor = visit()
    assert "I need your permission" in visitor.say("set a timer for fifteen minutes")
    expect(visitor.page.locator("#microphone")).to_have_text("Alexa asks for permission")
    assert told in visitor.press(answer)
    expect(visitor.page.get_by_role("group", name="Alexa asks")).to_be_hidden()
    assert told in visitor.shown


def test_a_reminder_is_agreed_to_by_touch(visit: Visit) -> None:
    visitor = visit()
    visitor.say("set a timer for fifteen minutes")
    visitor.press("Grant")
    assert visitor.say("remind me to stretch every two hours at work").endswith("Is that right?")
    assert visitor.tap("Yes").startswith("It's set.")


OPEN = "open upper back guide"


def test_who_comes_back_is_welcomed_to_their_step_until_they_are_forgotten(visit: Visit) -> None:
    visitor = visit()
    visitor.say("take me through gentle stretches")
    visitor.tap("No")
    visitor.tap("Next")
    visitor.page.reload()
    assert "go on with step two" in visitor.say(OPEN)
    assert "Bend your elbows" in visitor.tap("Yes")
    visitor.say("forget me")
    assert "Welcome to Upper Back Guide" in visitor.say(OPEN)


def test_a_new_listener_is_nobody_met_before_and_neither_is_who_replays_a_transcript(visit: Visit) -> None:
    visitor = visit()
    visitor.say("heat or ice")
    visitor.button("Restart").click()
    assert visitor.say(OPEN).startswith("Welcome back.")
    visitor.replay([])
    assert "Welcome to Upper Back Guide" in visitor.heard
    visitor.button("New listener").click()
    assert "Welcome to Upper Back Guide" in visitor.say(OPEN)


def test_chips_say_what_stands_on_them(visit: Visit) -> None:
    visitor = visit()
    visitor.press("check my symptoms")
    assert "short of breath" in visitor.press("no")
    assert "in your chest" in visitor.press("go back")


def test_silence_is_asked_again_once_and_then_ends_the_session(visit: Visit) -> None:
    visitor = visit()
    visitor.say("heat")
    asked_again = visitor.press("Silence")
    assert asked_again.endswith("Shall I take you through it?")
    expect(visitor.page.locator("#microphone")).to_have_text("Microphone open")
    assert visitor.press("Silence") == "Alexa says nothing."
    expect(visitor.page.locator("#microphone")).to_have_text("Microphone closed")
    visitor.button("Silence").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("The microphone is closed")


def test_what_goes_wrong_between_devices_and_skills_can_be_tried(visit: Visit) -> None:
    visitor = visit()
    assert visitor.press("Wrong skill") == "Refused: this request was meant for another skill."
    assert "Heat" in visitor.press("Odd locale")
    visitor.button("No screen").click()
    expect(visitor.page.get_by_role("img", name="Echo Dot")).to_be_visible()
    visitor.button("Restart").click()
    expect(visitor.turns).to_have_count(0)


def test_a_megabyte_of_words_is_refused_and_nothing_is_lost(visit: Visit) -> None:
    visitor = visit()
    visitor.say("heat")
    field = visitor.page.get_by_label("What you say")
    field.evaluate("(field) => { field.value = 'my back hurts '.repeat(75_000); }")
    field.press("Enter")
    expect(visitor.page.get_by_role("alert")).to_have_text(
        "That is more than 64 KB, and was not sent on. Make it shorter."
    )
    assert len(field.input_value()) > 1_000_000
    visitor.complaints.clear()  # the browser notes every refusal in its console
    assert "shower" in visitor.say("tell me more")


def test_markup_is_shown_as_it_was_said(visit: Visit) -> None:
    visitor = visit()
    visitor.say("<img src=x onerror=document.title='gone'> <b>heat</b>")
    assert "<img src=x" in visitor.turns.last.locator(".you").inner_text()
    assert visitor.page.locator("#log img, #log b").count() == 0


def test_a_transcript_is_replayed_step_by_step(visit: Visit) -> None:
    visitor = visit()
    visitor.drop(transcript.FOLDER / "a-british-listener-hears-british-words.yaml")
    expect(visitor.page.get_by_text("Step 1 of 4: open the skill")).to_be_visible()
    assert visitor.page.get_by_label("English of").input_value() == "en-GB"
    visitor.press("Next step")
    expect(visitor.page.get_by_text("Step 2 of 4")).to_be_visible()
    visitor.button("Play all").click()
    expect(visitor.turns).to_have_count(4)
    assert visitor.page.locator(".unmet").count() == 0
    expect(visitor.page.get_by_text("is played to its end")).to_be_visible()


def test_a_replay_tells_what_is_not_as_expected(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("turns:\n  - say: heat\n    expect: {topic: ice}\n")
    visitor = visit()
    visitor.drop(path)
    visitor.press("Next step")
    expect(visitor.page.locator(".unmet")).to_have_text("topic: 'ice' was expected, not 'heat'")


def test_a_malformed_transcript_is_told_with_its_line(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("turns:\n  - launch:\n  - sing: la la\n")
    visitor = visit()
    visitor.say("heat")
    visitor.drop(path)
    expect(visitor.page.locator("#transcript-words")).to_contain_text("mine.yaml:3: a turn does one thing")
    expect(visitor.turns).to_have_count(1)
    visitor.complaints.clear()  # the browser notes every refusal in its console


def test_a_conversation_is_kept_and_can_be_replayed(visit: Visit, folder: Path) -> None:
    visitor = visit()
    visitor.say("start the first day plan")
    visitor.tap("No")
    visitor.page.get_by_label("Name").fill("a-plan-begun-by-touch")
    visitor.button("Save as a test").click()
    expect(visitor.page.locator("#transcript-words")).to_contain_text("Saved as")
    kept = transcript.load(folder / "a-plan-begun-by-touch.yaml")
    assert (kept.device, [step.action for step in kept.steps]) == ("show8", ["one_shot", "touch"])
    with visitor.page.expect_download() as downloading:
        visitor.button("Download").click()
    visitor.drop(Path(downloading.value.path()).rename(folder / "downloaded.yaml"))
    visitor.button("Play all").click()
    expect(visitor.page.get_by_text("is played to its end")).to_be_visible()
    assert visitor.page.locator(".unmet").count() == 0


def test_request_and_response_stand_side_by_side(visit: Visit) -> None:
    visitor = visit()
    visitor.say("heat")
    visitor.page.get_by_text("Request and response", exact=True).click()
    request, response = (
        visitor.page.get_by_label(f"{which} as JSON").bounding_box() for which in ("Request", "Response")
    )
    assert request
    assert response
    assert request["y"] == response["y"]
    assert request["x"] + request["width"] < response["x"]
    assert '"value": "heat"' in visitor.page.get_by_label("Request as JSON").inner_text()


def test_everything_can_be_done_from_the_keyboard(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What you say")).to_be_focused()
    page.keyboard.type("check my symptoms")
    page.keyboard.press("Enter")
    expect(visitor.turns).to_have_count(1)
    visitor.settle()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(visitor.button("go back")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(visitor.turns).to_have_count(2)
    assert "Call nine one one now" in visitor.heard
    page.get_by_role("radio", name="Echo Show 8").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Echo Show 15")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, scheme: str) -> None:
    visitor = visit(scheme=scheme)
    visitor.say("check my symptoms")
    visitor.say("no")
    for panel in visitor.page.locator("details:not([open]) > summary").all():
        panel.click()
    visitor.page.screenshot(path=SCREENSHOTS / f"page-{scheme}.png", full_page=True)
    found = Axe().run(visitor.page).response["violations"]
    serious = [
        f"{problem['id']}: {problem['nodes'][0]['html']}"
        for problem in found
        if problem["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_nothing_sticks_out_at_360_pixels(visit: Visit) -> None:
    visitor = visit(width=360, height=740)
    visitor.say("check my symptoms")
    for panel in visitor.page.locator("details:not([open]) > summary").all():
        panel.click()
    visitor.page.screenshot(path=SCREENSHOTS / "page-narrow.png", full_page=True)
    for device in (*SCREENED, "Echo Dot"):
        visitor.choose(device)
        assert not visitor.scrolls_sideways(), device


def test_without_amazons_renderer_screens_are_drawn_plainly(
    browser: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "INSTALLED", {"viewhost.js": tmp_path / "not-there.js"})
    with simulator(tmp_path) as port, Visitor(browser, port) as visitor:
        visitor.say("check my symptoms")
        assert "in your chest" in visitor.shown
        expect(visitor.page.locator("#plainly")).to_contain_text("make setup")
        assert "short of breath" in visitor.tap("No")
        assert visitor.elsewhere == []


SCENES = {
    "welcome": ("open upper back guide",),
    "answer": ("does heat help",),
    "muscle": ("what is the trapezius",),
    "offer-back": ("cream or magnesium",),
    "decline": ("how much ibuprofen can i take",),
    "help": ("help",),
    "check": ("check my symptoms",),
    "check-which": ("check my symptoms", "no", "no", "no", "no", "no", "yes"),
    "summary": ("check my symptoms", *["no"] * 10, "two days", "lifting"),
    "outcome-self-care": ("check my symptoms", *["no"] * 10, "two days", "lifting", "yes"),
    "outcome-routine": ("check my symptoms", *["no"] * 10, "six months", "yes"),
    "outcome-urgent": ("check my symptoms", *["no"] * 6, "yes", "no", "yes"),
    "outcome-emergency": ("check my symptoms", "yes"),
    "plan-warning": ("start the first day plan",),
    "plan-step": ("start the first day plan", "no", "next"),
    "plan-timer": ("start the first day plan", "no", *["next"] * 5),
    "desk": ("start the desk reset", "no"),
}
"""What is said to bring up each kind of screen, the skill being open."""


def test_every_screen_is_drawn(visit: Visit) -> None:
    """Each on one device, in turn; with SCREENSHOTS=every in the environment (make screenshots), each on every one."""
    visitor = visit()
    every = list(SCREENED)
    for number, (scene, (*before, last)) in enumerate(SCENES.items()):
        visitor.replay(before)
        visitor.choose("Echo Show 8")
        visitor.say(last)
        for name in every if os.environ.get("SCREENSHOTS") == "every" else every[number % len(every) :][:1]:
            visitor.choose(name)
            assert len(visitor.shown) > len(scene), f"{scene} on {name}"
            visitor.page.locator(".glass").screenshot(path=SCREENSHOTS / f"{scene}-{SCREENED[name]}.png")
