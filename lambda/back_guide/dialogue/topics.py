"""Questions and answers: tell a topic, offer likely ones back, or decline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from back_guide.content import Content, Topic
from back_guide.dialogue.memory import RESUME, Memory, Offer, Said
from back_guide.dialogue.turn import Card, Question, Reply, Turn, courtesy, disclaimer, line, question
from back_guide.understanding.follow_up import understand_in_context
from back_guide.understanding.topics import Match

MOST_SOURCES_NAMED = 3
MISSES = ("miss_first", "miss_second", "miss_third")
NOT_UNDERSTOOD = ("", "chat")
"""Kinds of decline where nothing was asked that could be told apart from a mumble."""

ASKED_AGAIN = {"more": "offer_more_again", "topic": "offer_related_again", "second": "offer_second"}
"""What asks again for an offer of one topic, by the kind of offer."""

PICKED_AT = 0.1
"""How likely one of two offered topics must be for words to count as picking it."""


def ask(content: Content, turn: Turn, match: Match) -> Reply:
    """Answers a question, asks which of two was meant, or says that it is not one of ours."""
    picked = _picked(match, turn.memory.offer)
    if picked:
        return tell(content, turn.memory, picked)
    either = content.ambiguous.get(" ".join(turn.words))
    if either:
        return offer(content, turn.memory, either)
    if match.band == "answer":
        return tell(content, turn.memory, match.topics[0])
    if match.band == "confirm":
        return offer(content, turn.memory, match.topics)
    if match.decline in NOT_UNDERSTOOD:
        return miss(content, turn.memory, match.decline)
    return decline(content, turn.memory, match.decline)


def ask_both(content: Content, memory: Memory, first: Sequence[str], second: Sequence[str]) -> Reply | None:
    """Takes two questions: of ours it answers the first and offers the second, the other it declines.

    None unless both are clear.
    """
    one = understand_in_context(first, spoken_of(content, memory), content)
    topic = content.topics.get(one.scores[0][0])
    two = understand_in_context(second, topic.name if topic else "", content)
    told, then = _ours(content, one), _ours(content, two)
    if told and _turned_away(two):
        return also_decline(content, tell(content, memory, told), two.decline)
    if not then or then == told or not (told or _turned_away(one)):
        return None
    reply = tell(content, memory, told) if told else decline(content, memory, one.decline)
    return still_asking(content, reply, Offer("second", (then,)))


def also_decline(content: Content, reply: Reply, kind: str) -> Reply:
    """An answer, and then that the other thing asked is not ours."""
    declined = decline(content, reply.memory, kind)
    both = (*reply.lines, *declined.lines)
    return replace(declined, said=replace(reply.said, prompt=kind), lines=both, card=reply.card)


def _ours(content: Content, match: Match) -> str:
    """The topic that clearly answers a question; "" for none."""
    return match.topics[0] if match.band == "answer" and match.topics[0] in content.topics else ""


def _turned_away(match: Match) -> bool:
    """Whether it is a kind of question that belongs to somebody else."""
    return match.band == "decline" and match.decline not in NOT_UNDERSTOOD


def tell(content: Content, memory: Memory, topic_id: str, part: str = "say") -> Reply:
    """Tells a topic, or what more there is to it, and asks what naturally follows."""
    topic = content.topics[topic_id]
    answer = line(topic.more if part == "more" and topic.more else topic.say)
    told = memory.with_topic(topic_id, part)
    next_offer, follow_up = _follow_up(content, told, topic, part)
    return Reply(
        Said("answer", topic=topic_id, part=part),
        (*disclaimer(content, memory), *answer),
        replace(told, offer=next_offer),
        follow_up,
        Card(topic.title, (*answer, *line(content.prompts["disclaimer"].say))),
    )


def offer(content: Content, memory: Memory, topics: Sequence[str]) -> Reply:
    """Asks whether one topic, or which of two, was meant."""
    names = [content.topics[topic].name for topic in topics]
    prompt = content.prompts["confirm_one" if len(names) == 1 else "confirm_two"]
    return Reply(
        Said("confirm", options=tuple(topics)),
        (),
        replace(memory, offer=Offer("choice", tuple(topics))),
        question(prompt, first=names[0], second=names[-1]),
    )


def in_passing(content: Content, reply: Reply) -> Reply:
    """A reply in the middle of something that asks on: with no room for "did you mean", it asks for other words."""
    return courtesy(content, "unsure_what", reply.memory) if reply.said.decision == "confirm" else reply


def decline(content: Content, memory: Memory, kind: str) -> Reply:
    """Says that a kind of question is not ours, and offers what may help instead."""
    entry = content.declines[kind]
    instead = Offer("topic", (entry.offers,)) if entry.offers else None
    said = Said("decline", prompt=kind)
    return Reply(said, line(entry.prompt.say), replace(memory, offer=instead, misses=0), question(entry.prompt))


def miss(content: Content, memory: Memory, kind: str = "") -> Reply:
    """Says that nothing was found: in other words the second time, and the third with a person to turn to."""
    misses = min(memory.misses, len(MISSES) - 1)
    if kind and not misses:
        reply = decline(content, memory, kind)
    else:
        reply = replace(courtesy(content, MISSES[misses], memory), said=Said("decline", prompt=MISSES[misses]))
    reply = replace(reply, memory=replace(reply.memory, misses=misses + 1))
    return still_asking(content, reply, memory.offer) if reply.question else reply


def still_asking(content: Content, reply: Reply, offered: Offer | None) -> Reply:
    """A reply that leaves open what was on offer, and ends by asking for it again."""
    if not offered:
        return reply
    return replace(reply, memory=replace(reply.memory, offer=offered), question=_asked_again(content, offered))


def _asked_again(content: Content, offered: Offer) -> Question | None:
    if offered.kind == RESUME:
        return question(content.prompts["back_to_the_plan"])
    if offered.kind == "plan":
        if len(offered.topics) > 1:
            return question(content.prompts["self_care_choice"])
        return question(content.prompts["offer_plan"], name=content.plans[offered.topics[0]].name)
    names = [content.topics[topic].name for topic in offered.topics]
    if len(names) > 1:
        return question(content.prompts["which_of_two"], first=names[0], second=names[-1])
    if offered.kind == "choice":
        return question(content.prompts["confirm_one"], first=names[0])
    return question(content.prompts[ASKED_AGAIN[offered.kind]], name=names[0])


def more(content: Content, turn: Turn) -> Reply:
    """Goes on with the topic told last, or offers the next one where all is said."""
    memory = turn.memory
    topic = latest(content, memory)
    if not topic:
        return courtesy(content, "help", memory)
    if topic.more and memory.part != "more":
        return tell(content, memory, topic.id, "more")
    next_offer, follow_up = _follow_up(content, memory, topic, "more")
    return replace(courtesy(content, "no_more", memory), memory=replace(memory, offer=next_offer), question=follow_up)


def sources(content: Content, turn: Turn) -> Reply:
    """Names where the answer told last comes from."""
    topic = latest(content, turn.memory)
    if not topic:
        return courtesy(content, "sources_of_nothing", turn.memory)
    return courtesy(content, "sources", turn.memory, sources=publishers(content, topic))


def publishers(content: Content, topic: Topic) -> str:
    """Those whom a topic rests on, as one names them."""
    named = dict.fromkeys(content.sources[source].publisher for source in topic.sources)
    return spoken_list(list(named)[:MOST_SOURCES_NAMED])


def forward(content: Content, turn: Turn) -> Reply:
    """Tells the next related topic."""
    topic = latest(content, turn.memory)
    related = _unheard(topic, turn.memory) if topic else ()
    if related:
        return tell(content, turn.memory, related[0])
    return courtesy(content, "anything_else" if topic else "help", turn.memory)


def back(content: Content, turn: Turn) -> Reply:
    """Tells the topic before the last one again, or the first part of the last where more of it was told."""
    path = turn.memory.path
    if path and turn.memory.part == "more":
        return tell(content, turn.memory, path[-1])
    if len(path) < 2:
        return courtesy(content, "nothing_before", turn.memory)
    return tell(content, replace(turn.memory, path=path[:-2]), path[-2])


def latest(content: Content, memory: Memory) -> Topic | None:
    """The topic told last."""
    return content.topics.get(memory.path[-1]) if memory.path else None


def spoken_of(content: Content, memory: Memory) -> str:
    """What "it" stands for: the topic told last, or what the open plan is about; "" for nothing."""
    said, topic = memory.said, latest(content, memory)
    if memory.plan and not (said and said.topic):
        topic = next((each for each in content.topics.values() if each.plan == memory.plan.plan), None)
    return topic.name if topic else ""


def spoken_list(names: Sequence[str]) -> str:
    """Names as one says them: "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _picked(match: Match, offered: Offer | None) -> str:
    """The offered topic that the words name, while a choice is open. A clear question is no pick."""
    if not offered or offered.kind != "choice":
        return ""
    if match.band == "decline" and match.decline in NOT_UNDERSTOOD:
        named = [topic for topic, score in match.scores if score >= PICKED_AT]
    else:
        named = list(match.topics)
    return next((topic for topic in named if topic in offered.topics), "")


def _follow_up(content: Content, memory: Memory, topic: Topic, part: str) -> tuple[Offer | None, Question | None]:
    """What to ask after an answer: more of it, else a related topic not yet told, else anything else.

    It is asked in full the first time, and in fewer words after that.
    """
    again = "_again" if len(memory.path) > 1 else ""
    if part == "say" and topic.plan:
        plan = content.plans[topic.plan]
        return Offer("plan", (plan.id,)), question(content.prompts["offer_plan"], name=plan.name)
    if part == "say" and topic.more:
        return Offer("more", (topic.id,)), question(content.prompts[f"offer_more{again}"])
    for related in _unheard(topic, memory):
        name = content.topics[related].name
        return Offer("topic", (related,)), question(content.prompts[f"offer_related{again}"], name=name)
    return None, question(content.prompts["anything_else"])


def _unheard(topic: Topic, memory: Memory) -> tuple[str, ...]:
    return tuple(related for related in topic.related if related not in memory.path)
