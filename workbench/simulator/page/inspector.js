// Inside a turn: how it was understood, what the session remembers, request and response.

import { byId, el } from "./dom.js";
import { percent, size } from "./log.js";

/** Shows a turn. */
export function show(turn, number, limit) {
  byId("which-turn").textContent = `turn ${number}`;
  byId("understood").replaceChildren(...understood(turn, limit));
  byId("attributes").replaceChildren(tree(turn.response.sessionAttributes ?? {}));
  byId("json").replaceChildren(pane("Request", turn.request), pane("Response", turn.response));
}

/** Shows that there is nothing to see yet. */
export function clear() {
  byId("which-turn").textContent = "";
  for (const id of ["understood", "attributes", "json"]) {
    byId(id).replaceChildren(el("p", { class: "fine" }, "Nothing was said yet."));
  }
}

function* understood({ exchange, understood: match, request }, limit) {
  const rows = {
    "Request": exchange.request,
    "Intent": exchange.intent,
    "Slot": match && request.request.intent.slots.question.value,
    "Taken as": match && match.words,
    "Band": match && [match.band, match.decline].filter(Boolean).join(": "),
    "Decision": exchange.decision,
    "Topic": exchange.topic ?? exchange.options?.join(" or "),
    "Question": exchange.question,
    "Outcome": exchange.outcome,
    "Urgency": exchange.urgency,
    "Reprompt": exchange.reprompt,
    "Directives": exchange.directives.join(", "),
    "Microphone": exchange.session_open ? "open" : "closed",
    "Time": `${exchange.elapsed_ms.toFixed(2)} ms`,
  };
  const shown = Object.entries(rows).filter(([, value]) => value);
  yield el("dl", { class: "facts" }, ...shown.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]).flat(),
    el("dt", {}, "Size"), el("dd", {}, size(exchange.response_bytes, limit)));
  if (match) yield scores(match);
}

function scores({ scores: ranked, topics }) {
  return el("ol", { class: "scores", "aria-label": "Likely topics" }, ...ranked.map(({ name, score }) =>
    el("li", { class: topics.includes(name) ? "chosen" : "" },
      el("span", {}, name), el("meter", { min: 0, max: 1, value: score, "aria-label": name }), el("span", {}, percent(score)))));
}

function tree(value) {
  const entries = Object.entries(value);
  if (!entries.length) return el("p", { class: "fine" }, "Nothing is remembered.");
  return el("ul", { class: "tree" }, ...entries.map(([name, entry]) => el("li", {}, branch(name, entry))));
}

function branch(name, value) {
  if (value === null || typeof value !== "object") {
    return [el("span", { class: "name" }, name), " ", el("span", { class: "value" }, JSON.stringify(value))];
  }
  return el("details", { open: true }, el("summary", {}, name), tree(value));
}

function pane(title, value) {
  const text = JSON.stringify(value, null, 2);
  const copy = el("button", { type: "button" }, "Copy");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text).then(() => { copy.textContent = "Copied"; }, () => { copy.textContent = "Not allowed"; });
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  });
  return el("figure", { class: "json" }, el("figcaption", {}, title, copy),
    el("pre", { tabindex: "0", "aria-label": `${title} as JSON` }, text));
}
