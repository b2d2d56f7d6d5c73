"""Writes docs/review/: everything a clinician has to look at, so that it can be signed off without reading YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from back_guide.content.check import Check, Outcome, Plan
from workbench.authoring.compile_check import check as compiled
from workbench.authoring.compile_check import plan as compiled_plan
from workbench.authoring.compile_check import text
from workbench.authoring.draft import Draft, Language
from workbench.authoring.rewrites import rewrites
from workbench.authoring.strict_yaml import Table

STATE = (
    "**Review state: not yet reviewed by a clinician.** The words were written by editors from published sources. "
    "`{terms}` are filled in for each country; the number to call stands in `content/locales.yaml`."
)
SHAPES = {"emergency": ("([", "])"), "urgent": ("[[", "]]"), "routine": ("[", "]"), "self_care": ("(", ")")}


def review_page(draft: Draft, code: str) -> str:
    """The page of a language, in Markdown."""
    language = draft.languages[code]
    check = Check.from_dict(compiled(draft, language, rewrites(language)))
    meant = rewrites(language)
    plans = (Plan.from_dict(name, compiled_plan(plan, meant)) for name, plan in language.care_plans.items())
    parts = (
        "# What Upper Back Guide asks and advises\n",
        "Written from content by `back-guide build`; change the content, not this page.\n",
        f"{STATE}\n",
        "## The symptom check\n",
        "```mermaid\n" + "\n".join(_graph(check)) + "\n```\n",
        "Dashed arrows raise an outcome, which is then the least that will come of it, and ask on.\n",
        "## Questions\n",
        *(_question(name, language.check["questions"][name]) for name in check.questions),
        "## Answers that mean more together\n",
        "\n".join(f"- {_when(rule.when)} → **{rule.outcome}**" for rule in check.together) + "\n",
        "## Outcomes\n",
        *(_outcome(outcome, language, draft) for outcome in check.outcomes.values()),
        "## Danger signs heard anywhere\n",
        *(_red_flag(name, flag) for name, flag in language.red_flags.items()),
        "## Self-care plans\n",
        *(_plan(plan) for plan in plans),
    )
    return "\n".join(parts)


def _graph(check: Check) -> Iterator[str]:
    """The check as a Mermaid flowchart."""
    yield "flowchart TD"
    for name, question in check.questions.items():
        yield f'  {name}{{{{"{name}"}}}}'
        for answer, target in question.exits.items():
            if target.ask:
                yield f'  {name} -->|"{answer}"| {target.ask}'
            if target.outcome:
                arrow = "-.->" if target.ask else "==>"
                yield f'  {name} {arrow}|"{answer}"| {target.outcome}'
    for name, outcome in check.outcomes.items():
        opening, closing = SHAPES[outcome.urgency]
        yield f'  {name}{opening}"{name} ({outcome.urgency})"{closing}'


def _question(name: str, words: Table) -> str:
    asked, again, why = (text(words[key]) for key in ("ask", "again", "why"))
    return f"- **{name}**: {asked}\n  - in other words: {again}\n  - why: {why}\n"


def _outcome(outcome: Outcome, language: Language, draft: Draft) -> str:
    reviewed = language.check["outcomes"][outcome.id]["reviewed"]
    lines = [f"### {outcome.id} – {outcome.urgency}\n", *(f"> {words}\n>" for words in outcome.texts.values())]
    lines.append(f"\nSources: {_titles(outcome.sources, draft)}. Read against them on {reviewed}.\n")
    return "\n".join(lines)


def _red_flag(name: str, flag: Table) -> str:
    if flag["urgency"] == "fact":
        return f"### {name} – counts only together with others\n\n{_ways(flag)}\n"
    together = "; ".join(" and ".join(group) for group in flag.get("together", ()))
    said = "\n".join(f"> {text(flag[key])}\n>" for key in ("say", "meanwhile", "tell_them"))
    joined = f"\nTogether: {together}\n" if together else ""
    return f"### {name} – {flag['urgency']}\n\n{said}\n\n{_ways(flag)}\n{joined}"


def _plan(plan: Plan) -> str:
    steps = "\n".join(f"{number}. {step.say} {step.then}".rstrip() for number, step in enumerate(plan.steps, 1))
    warning = f"> {plan.not_for} {plan.not_for_question}\n>\n> If so: {plan.if_it_fits}\n>\n> Stop: {plan.stops_when}"
    return f"### {plan.title}\n\n{warning}\n\n{steps}\n\nAfterwards: {plan.ends_with}\n"


def _ways(flag: Table) -> str:
    ways = "\n".join(f"- {template}" for template in flag["heard_as"])
    if not ways:
        return "Heard only together with others."
    return f"<details><summary>{len(flag['heard_as'])} ways of saying it</summary>\n\n{ways}\n\n</details>"


def _titles(sources: tuple[str, ...], draft: Draft) -> str:
    return "; ".join(str(draft.sources[source]["title"]) for source in sources)


def _when(conditions: Mapping[str, str]) -> str:
    return " and ".join(f"{name} = {answer}" for name, answer in conditions.items())
