"""Rules about screens: only where there is one, nothing that is not said too, and every button works."""

from __future__ import annotations

from collections.abc import Iterator

from back_guide.content import Content
from workbench.certify.rule import Trial, rule, shortened
from workbench.certify.rules.talking import quoted, unanswered
from workbench.certify.screens import screen, texts, touchables
from workbench.certify.states import states
from workbench.certify.subject import Json, Subject, heard
from workbench.simulator.envelope import VIEWPORTS

SCREENS = "lambda/back_guide/alexa/screens/scene.py"
ROUND, SMALL = "spot", "show5"
DP_PER_INCH = 160
APL = "ALEXA_PRESENTATION_APL"


@rule("C31", of="replies", mend="lambda/back_guide/alexa/screens/__init__.py")
def screen_unasked(subject: Subject) -> Iterator[Trial]:
    """A device without a screen is sent none; one with a screen, also a round or a small one, is sent one."""
    for locale in subject.models:
        for device, has_screen in (("dot", False), (ROUND, True), (SMALL, True)):
            for state, _, last in states(subject, locale, device):
                is_drawn = screen(last.whole) is not None
                fault = "" if is_drawn == has_screen else f"a screen is {'sent' if is_drawn else 'missing'}"
                yield Trial(f"{device} {state} ({locale})", fault)


@rule("C31", of="texts", mend=SCREENS)
def shown_not_said(subject: Subject) -> Iterator[Trial]:
    """Everything that a screen shows in sentences is also spoken, with the terms of the locale."""
    for locale in subject.models:
        for state, _, last in states(subject, locale, SMALL):
            for text in texts(screen(last.whole)):
                said = _as_said(text, subject.content, locale) in last.speech
                yield Trial(f"{state} ({locale})", "" if said else f'"{shortened(text)}" is shown, and not said')


@rule("C31", of="buttons", mend=SCREENS)
def touch_not_taken(subject: Subject) -> Iterator[Trial]:
    """Every button does what saying its words would do, and that is no refusal."""
    for locale in subject.models:
        for state, talk, last in states(subject, locale, ROUND):
            for button in touchables(screen(last.whole)):
                touched = heard(talk.again().touch([button["intent"], button["words"]]))
                same = touched.body == talk.again().hear(button["words"]).body
                fault = "" if same else "saying it comes to something else"
                fault = fault if touched.decision != "decline" else quoted(touched)
                yield Trial(f'"{button["label"]}" {state} ({locale})', unanswered(touched) or fault)


@rule("C31", of="devices", mend="workbench/authoring/skill_package.py")
def viewport_left_out(subject: Subject) -> Iterator[Trial]:
    """The manifest names a viewport for every device with a screen: round, small, wide, and television."""
    interfaces = subject.manifest["apis"]["custom"]["interfaces"]
    named = [view for interface in interfaces if interface["type"] == APL for view in interface["supportedViewports"]]
    for device, viewport in VIEWPORTS.items():
        fits = any(_fits(viewport, view) for view in named)
        yield Trial(device, "" if fits else "no supportedViewport is of its shape and size")


def _as_said(text: str, content: Content, locale: str) -> str:
    """A text with the terms of a locale as they are spoken."""
    for term in content.locale(locale).terms.values():
        text = text.replace(term.write, term.say)
    return text


def _fits(viewport: Json, view: Json) -> bool:
    width, height = (viewport[f"pixel{side}"] * DP_PER_INCH // viewport["dpi"] for side in ("Width", "Height"))
    is_kind = (viewport["mode"], viewport["shape"]) == (view["mode"], view["shape"])
    is_wide = view["minWidth"] <= width <= view["maxWidth"]
    return is_kind and is_wide and view["minHeight"] <= height <= view["maxHeight"]
