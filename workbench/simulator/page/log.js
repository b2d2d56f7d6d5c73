// The conversation, turn by turn: what was done, what was said, and in short how it went.

import { byId, el } from "./dom.js";
import { parts } from "./ssml.js";

/** Adds a turn to the log. ``look`` is called when somebody wants to see inside it. */
export function add(turn, limit, look) {
  const { exchange } = turn;
  const inside = el("button", { type: "button", class: "look", "aria-pressed": "false" }, "Look inside");
  const item = el("li", { class: "turn" },
    el("p", { class: "you" }, turn.done),
    exchange.ssml ? spoken(exchange.ssml) : el("p", { class: "nothing" }, "Alexa says nothing."),
    exchange.card && card(exchange.card),
    turn.unmet?.length > 0 && el("ul", { class: "unmet" }, ...turn.unmet.map((line) => el("li", {}, line))),
    el("p", { class: "meta" },
      el("span", {}, summary(turn)),
      el("span", { class: exchange.session_open ? "open" : "" }, exchange.session_open ? "microphone open" : "microphone closed"),
      el("span", {}, `${exchange.elapsed_ms.toFixed(1)} ms`),
      size(exchange.response_bytes, limit),
      inside));
  inside.addEventListener("click", () => look(turn, inside));
  append(item);
  return inside;
}

/** Adds something that was no turn of the skill's: silence, the reprompt, a refusal. */
export function note(done, ssml, words) {
  append(el("li", { class: "turn" }, el("p", { class: "you" }, done), ssml ? spoken(ssml) : el("p", { class: "nothing" }, words)));
}

export function clear() {
  byId("log").replaceChildren();
}

/** How a turn was taken, in a few words: "AskIntent → answer: heat 98 %". */
export function summary({ exchange, understood }) {
  const took = exchange.outcome ?? exchange.question ?? exchange.topic ?? exchange.options?.join(" or ");
  const score = understood?.scores.find(({ name }) => name === exchange.topic);
  const what = [took, score && percent(score.score)].filter(Boolean).join(" ");
  return `${exchange.intent ?? exchange.request} → ${exchange.decision ?? "silence"}${what && `: ${what}`}`;
}

export function percent(share) {
  return `${Math.round(share * 100)} %`;
}

/** The size of a response against what Alexa takes, as a small meter. */
export function size(bytes, limit) {
  const words = `${(bytes / 1024).toFixed(1)} of ${limit / 1024} KB`;
  return el("span", { class: "size" }, el("meter", { min: 0, max: limit, high: limit * 0.8, value: bytes, "aria-label": "Response size" }), words);
}

function append(item) {
  const log = byId("log");
  log.append(item);
  log.parentElement.scrollTop = item.offsetTop - log.offsetTop;
}

function spoken(ssml) {
  const said = el("div", { class: "alexa" }, el("p", {}));
  for (const part of parts(ssml)) {
    if (part.words) said.lastChild.append(part.words, " ");
    else if (part.pause) said.lastChild.append(el("span", { class: "pause" }, `pause ${part.pause} s`), " ");
    else said.append(el("p", {}));
  }
  for (const empty of said.querySelectorAll("p:empty")) empty.remove();
  return said;
}

function card({ title, content }) {
  const lines = (content ?? "").split("\n").filter(Boolean).map((line) => el("p", {}, line));
  return el("details", { class: "card" }, el("summary", {}, `Card: ${title}`), ...lines);
}
