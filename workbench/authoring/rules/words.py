"""Rules about what is heard: long enough, plain enough, speakable, and never a dose, a diagnosis or a promise."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from workbench.authoring.draft import Draft
from workbench.authoring.reading_grade import reading_grade
from workbench.authoring.rules.rule import Finding, rule, sentences, spoken, tables

MOST_WORDS = 60  # 20 seconds of speech, at about three words a second
FEWEST_WORDS = 15  # of an answer
LONGEST_SENTENCE = 25  # words
HARDEST = 8.0  # reading grade
FEWEST_GRADED = 12  # words; the formula means little for a short sentence
REVIEWED_WITHIN = datetime.timedelta(days=365)

NOT_SPOKEN = re.compile(r"https?:|www\.|\be\.g\.|\bi\.e\.|\betc\b|[0-9]|[^\w\s.,?!'{}-]")
ABBREVIATION = re.compile(r"\b[A-Z]{2,}s?\b")

AMOUNT = r"(?:\d+|one|two|three|four|five|six|eight|ten|twelve|twenty|hundred|half)"
DOSE = re.compile(
    rf"\bmilligrams?\b|\bmg\b|\bmillilit(?:re|er)s?\b|\b{AMOUNT} (?:tablet|pill|capsule|drop|spoonful|gram)s?\b"
    rf"|\btake {AMOUNT}\b(?! (?:slow|deep|days?|weeks?|months?|minutes?|hours?|to\b))"
    r"|\btake (?:an?|another) (?:tablet|pill|capsule|dose|painkiller)\b"
    r"|\b(?:double|halve) (?:the|your) dose\b|\bstop taking\b",
    re.IGNORECASE,
)
ASKED = re.compile(r"^(?:ask|again|reprompt)|_question$|_reprompt$")
"""Keys of texts that ask something."""

CLAIM = re.compile(
    r"(?<!if )(?<!do )(?<!when )\byou(?: have|'ve got) an? (?!minute|moment|question|choice|heart|lung|stomach|long)"
    r"|\byou(?:'re| are) suffering"
    r"|\bcures?\b|\bcured\b|\bguarantee|\bpain.free\b|\bdon't worry\b|\bnothing to worry\b|\bsave your life\b"
    r"|\bwill (?:heal|fix|cure|go away|disappear)\b|\bno side effects\b|\bmiracle\b|\bproven to\b",
    re.IGNORECASE,
)


@rule
def too_long_to_hear(draft: Draft) -> Iterator[Finding]:
    """Nobody can skim speech: at most 60 words at a time and 25 words a sentence."""
    for text in spoken(draft):
        count = len(text.filled.split())
        if count > MOST_WORDS:
            yield (
                text.text,
                f"{count} words are too long to hear at once",
                f"Cut it to {MOST_WORDS}, or move some to more.",
            )
        for sentence in sentences(text.filled):
            length = len(sentence.split())
            if length > LONGEST_SENTENCE:
                what = f'a sentence of {length} words ("{sentence[:40]}…")'
                yield text.text, what, f"Make it two; the most is {LONGEST_SENTENCE} words."


@rule
def too_short_to_help(draft: Draft) -> Iterator[Finding]:
    """An answer of under 15 words leaves its question open."""
    for text in spoken(draft):
        if text.is_answer and text.key == "say" and len(text.filled.split()) < FEWEST_WORDS:
            yield text.text, "the answer is very short", "Say the main thing, and what to do."


@rule
def too_hard_to_read(draft: Draft) -> Iterator[Finding]:
    """An answer is in words that a twelve-year-old follows: a reading grade of at most 8."""
    for text in spoken(draft):
        grade = reading_grade(text.filled)
        long_enough = len(text.filled.split()) >= FEWEST_GRADED
        if text.key in ("say", "more") and long_enough and grade > HARDEST:
            yield (
                text.text,
                f"reads at school grade {grade:.1f}",
                "Use shorter sentences and plainer words (at most 8).",
            )


@rule
def not_speakable(draft: Draft) -> Iterator[Finding]:
    """A voice garbles digits, symbols, brackets, links and most abbreviations: write words."""
    for text in spoken(draft):
        found = NOT_SPOKEN.search(text.text)
        if found:
            yield text.text, f'"{found[0]}" can\'t be spoken well', "Write it in words, as one says it."
        for word in ABBREVIATION.findall(text.text):
            if word not in text.language.vocabulary["spoken_letters"]:
                yield text.text, f'"{word}" is an abbreviation', "Write it out, or add it to spoken_letters."


@rule
def said_twice(draft: Draft) -> Iterator[Finding]:
    """The same sentence in two answers sounds like a machine: say it in other words, or in one place."""
    seen: dict[str, str] = {}
    for text in spoken(draft):
        if not text.is_answer or text.instead:
            continue
        for sentence in sentences(" ".join(text.text.split())):
            if len(sentence.split()) > 7 and sentence in seen:
                yield (
                    text.text,
                    f'"{sentence[:50]}…" is also said at {seen[sentence]}',
                    "Say it in other words.",
                )
            seen.setdefault(sentence, str(text.text.place))


@rule
def dose_given(draft: Draft) -> Iterator[Finding]:
    """The skill never gives an amount of a medicine, and never tells anyone to stop one."""
    for text in spoken(draft):
        found = DOSE.search(text.text)
        if found:
            yield (
                text.text,
                f'"{found[0]}" is, or sounds like, a dose',
                "Send the listener to the packet and a pharmacist.",
            )


@rule
def diagnosis_or_cure_claim(draft: Draft) -> Iterator[Finding]:
    """The skill never says what somebody has, and never promises that something heals or is harmless."""
    for text in spoken(draft):
        found = CLAIM.search(text.text)
        if found:
            yield (
                text.text,
                f'"{found[0]}" diagnoses or promises',
                'Say what may be or may help: "often", "may".',
            )


@rule
def answer_ends_with_question(draft: Draft) -> Iterator[Finding]:
    """What is said states; what is asked stands in ``ask``. Otherwise the microphone closes on a question."""
    for text in spoken(draft):
        if not ASKED.search(text.key) and "?" in text.text:
            yield text.text, "a question stands among what is said", "Move it to ask, or make it a statement."


@rule
def ask_without_question(draft: Draft) -> Iterator[Finding]:
    """What asks ends with a question mark, and where ``ask`` stands, so does ``reprompt``, said after silence."""
    for text in spoken(draft):
        if ASKED.search(text.key) and not text.text.endswith("?"):
            yield text.text, f"{text.key} does not end with a question", "End it with the question, and its mark."
    for language in draft.languages.values():
        for kind, table in tables(language):
            if kind not in ("prompt", "decline"):
                continue
            if ("ask" in table) != ("reprompt" in table):
                yield table, "ask and reprompt go together, and one is missing", "Write both, or neither."
            if not table:
                yield table, "there is nothing to say", "Write say, or ask and reprompt."


@rule
def review_overdue(draft: Draft) -> Iterator[Finding]:
    """Every answer is looked at again within a year; a review in the future is a slip of the pen."""
    today = draft.today
    for language in draft.languages.values():
        for _, table in tables(language):
            if "reviewed" not in table:
                continue
            day = datetime.date.fromisoformat(table["reviewed"])
            if day > today or today - day > REVIEWED_WITHIN:
                yield (
                    table["reviewed"],
                    f"last reviewed on {day}",
                    "Read it against its sources again, then set today's date.",
                )
