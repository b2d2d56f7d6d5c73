// The symptom check as a picture: a row for each question, outcomes at its end, the path taken lit up.

import { byId, el, svg } from "./dom.js";

const ROW = 34;
const INDENT = 26; // a follow-up question stands this far to the right of the one that it follows
const BOX = { width: 132, height: 24 };
const PILL = { width: 126, gap: 8 };
const LEFT = 16;
const OUTCOMES_AT = LEFT + 2 * INDENT + BOX.width + 24;

/** The graph on the page. */
export class Graph {
  constructor({ questions, outcomes }) {
    this.outcomes = outcomes;
    this.places = new Map(questions.map((question, row) => [question.id, place(question, row, questions)]));
    this.last = null;
    this.show(null);
  }

  /** Lights up where the check stands; after its end it stays as it was, until the next begins. */
  show(progress) {
    this.last = progress ?? this.last;
    byId("check").replaceChildren(
      el("div", { class: "graph", tabindex: "0", role: "group", "aria-label": "The symptom check's questions and outcomes" }, this.picture()),
      el("div", { class: "gathered", "aria-label": "Facts gathered", role: "group" }, ...gathered(this.last)));
    byId("check").querySelector(".at")?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }

  forget() {
    this.last = null;
    this.show(null);
  }

  picture() {
    const rows = [...this.places.values()];
    const most = Math.max(...rows.map(({ leads }) => leads.length));
    const width = OUTCOMES_AT + most * (PILL.width + PILL.gap);
    const height = rows.length * ROW + 12;
    return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": this.inWords() },
      ...rows.flatMap((row) => this.edges(row)), ...rows.flatMap((row) => this.nodes(row)));
  }

  edges(from) {
    return from.question.exits.filter(({ ask }) => ask).map(({ ask, answer }) => {
      const to = this.places.get(ask);
      const lit = this.answer(from.question.id) === answer;
      return svg("path", { d: line(from, to), class: lit ? "edge lit" : "edge" });
    }).sort((one, other) => one.classList.length - other.classList.length);
  }

  nodes({ question, x, y, leads }) {
    const answer = this.answer(question.id);
    const here = this.last?.at === question.id;
    const state = here ? "at" : answer ? "lit" : "";
    const words = answer ? `${plain(question.id)}: ${plain(answer)}` : plain(question.id);
    return [
      svg("g", { class: `question ${question.danger ? "danger" : ""} ${state}` },
        svg("title", {}, question.ask),
        svg("rect", { x, y: y - BOX.height / 2, width: BOX.width, height: BOX.height, rx: 6 }),
        svg("text", { x: x + 10, y: y + 4 }, short(words, 21))),
      ...leads.map(({ outcome, answers }, column) => this.pill(question, outcome, answers, column, y)),
    ];
  }

  pill(question, outcome, answers, column, y) {
    const x = OUTCOMES_AT + column * (PILL.width + PILL.gap);
    const lit = this.last?.outcome === outcome && (answers.includes(this.answer(question.id)) || this.last.at === question.id);
    return svg("g", { class: `outcome ${this.outcomes[outcome]} ${lit ? "lit" : ""}` },
      svg("title", {}, `${answers.map(plain).join(", ")} → ${outcome} (${this.outcomes[outcome]})`),
      svg("rect", { x, y: y - 10, width: PILL.width, height: 20, rx: 10 }),
      svg("text", { x: x + 10, y: y + 4 }, short(plain(outcome), 19)));
  }

  answer(question) {
    return this.last?.path.find((step) => step.question === question)?.answer;
  }

  inWords() {
    if (!this.last) return `${this.places.size} questions. No check is going on.`;
    const path = this.last.path.map(({ question, answer }) => `${plain(question)}: ${plain(answer)}`).join(", ");
    const now = this.last.outcome ? `outcome: ${plain(this.last.outcome)}` : `asked now: ${plain(this.last.at)}`;
    return `Path so far: ${path || "none"}; ${now}.`;
  }
}

function place(question, row, questions) {
  const outcomes = new Map();
  for (const { answer, outcome } of question.exits) {
    if (outcome) outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), answer]);
  }
  const leads = [...outcomes].map(([outcome, answers]) => ({ outcome, answers }));
  return { question, leads, x: LEFT + depth(question, questions) * INDENT, y: row * ROW + ROW / 2 + 6 };
}

function depth(question, questions) {
  return question.follows ? 1 + depth(questions.find(({ id }) => id === question.follows), questions) : 0;
}

/** From the foot of one question to the head of the next, along the left side of what lies between. */
function line(from, to) {
  const [x, y, toX, toY] = [from.x + 12, from.y + BOX.height / 2, to.x + 12, to.y - BOX.height / 2];
  if (to.y - from.y === ROW) return `M${x} ${y} C${x} ${y + 8} ${toX} ${toY - 8} ${toX} ${toY}`;
  const side = Math.min(from.x, to.x) - 8;
  return `M${from.x} ${from.y} C${side} ${from.y} ${side} ${from.y} ${side} ${from.y + 12} L${side} ${to.y - 12} C${side} ${to.y} ${side} ${to.y} ${to.x} ${to.y}`;
}

function gathered(progress) {
  if (!progress) return [el("p", { class: "fine" }, "No check is going on. Say “check my symptoms” to begin one.")];
  const facts = progress.facts.map(({ name, answer, said_back: said }) =>
    [el("dt", {}, plain(name)), el("dd", {}, said ? `${plain(answer)} – “${said}”` : plain(answer))]).flat();
  const now = progress.outcome ? ["Outcome", plain(progress.outcome)] : ["Asked now", plain(progress.at)];
  return [el("dl", { class: "facts" },
    el("dt", {}, "About"), el("dd", {}, progress.about),
    el("dt", {}, now[0]), el("dd", { class: "now" }, now[1]), ...facts)];
}

function plain(name) {
  return name.replaceAll("_", " ");
}

function short(words, most) {
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}
