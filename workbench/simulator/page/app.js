// The simulator: what is done on the page becomes a turn, and a turn is shown in every part of the page.

import { get, post } from "./api.js";
import { Device } from "./device.js";
import { byId, el } from "./dom.js";
import { Graph } from "./graph.js";
import * as inspector from "./inspector.js";
import * as log from "./log.js";
import * as transcripts from "./transcripts.js";
import * as voice from "./voice.js";

const FIRST_DEVICE = "show8";
const LISTENER = "listener";
const OPENING = /^(?:alexa,?\s+)?(?:open|start|launch)\s+upper back guide\W*$/i;
const ASKING = /^(?:alexa,?\s+)?ask\s+upper back guide\s+(?:to\s+)?(.+)$/i;

const start = await get("/api/start");
const state = {};
const graph = new Graph(start.graph);
const device = new Device(start.devices, start.renderer, {
  chosen: (id) => put(id),
  touched: ({ arguments: sent }) => take("touch", sent),
  said: say,
  opened: () => take("launch", ""),
  failed: notify,
});

fillLocales();
begin(start.locales[0], FIRST_DEVICE);
wire();

/** Begins a conversation afresh; ``allowed`` is what the listener ("" for one never met) has granted before. */
function begin(locale, id, allowed = [], listener = known()) {
  Object.assign(state, { name: crypto.randomUUID(), locale, allowed, listener, turns: [], open: false, reprompted: false, ssml: "" });
  byId("locale").value = locale;
  voice.hush();
  log.clear();
  inspector.clear();
  graph.forget();
  settle({ sayings: start.sayings, asked: null, exchange: { session_open: false } });
  notify("");
  device.directive = null;
  return put(id);
}

/** Who listens at this browser: the same one whenever the page is opened, until there is a new listener. */
function known() {
  localStorage[LISTENER] ??= crypto.randomUUID();
  return localStorage[LISTENER];
}

/** Puts another device on the page; the conversation goes on. */
function put(id) {
  state.device = id;
  return device.choose(id);
}

/** Does one thing, and shows the turn. Whether it worked. What could not be sent is not lost: it stays in its field. */
async function take(action, value, expect) {
  if (state.busy) return false;
  state.busy = true;
  document.body.setAttribute("aria-busy", "true");
  try {
    const turn = await post("/api/turn", { ...conversation(), action, value, expect });
    notify("");
    if (turn.refused) log.note(`To another skill: “${turn.utterance}”`, null, `Refused: ${turn.refused}.`);
    else await show({ ...turn, done: done(action, value) });
    return true;
  } catch (error) {
    notify(error.message);
    return false;
  } finally {
    state.busy = false;
    document.body.removeAttribute("aria-busy");
  }
}

async function show(turn) {
  state.turns.push(turn);
  const number = state.turns.length;
  const look = (chosen, button) => {
    for (const other of document.querySelectorAll(".look")) other.setAttribute("aria-pressed", String(other === button));
    inspector.show(chosen, number, start.response_limit);
  };
  look(turn, log.add(turn, start.response_limit, look));
  graph.show(turn.check);
  settle(turn);
  voice.tell(turn.exchange.ssml, state.locale);
  if (turn.screen || !state.open) await device.draw(turn.screen ?? (turn.exchange.ssml ? device.directive : null));
}

/** Brings what one can do now up to date. */
function settle({ sayings, asked, exchange, response }) {
  state.open = exchange.session_open;
  state.reprompt = response?.response.reprompt?.outputSpeech.ssml ?? null;
  state.reprompted = false;
  device.listen(state.open, asked ? "Alexa asks for permission" : state.open ? "Microphone open" : "Microphone closed");
  byId("permission").hidden = !asked;
  if (asked) byId("permission-title").textContent = `Alexa asks whether the skill may: ${scopes(asked)}`;
  byId("sayings").replaceChildren(...sayings.map((words) =>
    el("button", { type: "button", onclick: () => say(words) }, words)));
}

function say(words) {
  if (OPENING.test(words)) return take("launch", "");
  const asked = ASKING.exec(words);
  if (asked) return take("one_shot", asked[1]);
  return take(state.open ? "say" : "one_shot", words);
}

/** Silence: Alexa asks again once, and then ends the session. */
function staySilent() {
  if (!state.open) return notify("The microphone is closed, so silence changes nothing. Say something first.");
  if (state.reprompted || !state.reprompt) return take("silence", "");
  state.reprompted = true;
  log.note("Silence", state.reprompt);
  return voice.tell(state.reprompt, state.locale);
}

/** What is in the field, or the first thing that one could say. */
function wordsAtHand() {
  return byId("words").value.trim() || "heat or ice";
}

async function hear() {
  byId("speak").setAttribute("aria-pressed", "true");
  try {
    byId("words").value = await voice.listen(state.locale);
    byId("say").requestSubmit();
  } catch (error) {
    notify(error.message);
  } finally {
    byId("speak").setAttribute("aria-pressed", "false");
  }
}

function wire() {
  byId("say").addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = byId("words").value.trim();
    if (words && (await say(words))) byId("words").value = "";
    byId("words").focus();
  });
  byId("restart").addEventListener("click", () => begin(state.locale, state.device));
  byId("new-listener").addEventListener("click", () => {
    delete localStorage[LISTENER];
    begin(state.locale, state.device);
  });
  byId("silence").addEventListener("click", staySilent);
  byId("no-screen").addEventListener("click", () => put("dot"));
  byId("odd-locale").addEventListener("click", () => take("odd_locale", wordsAtHand()));
  byId("another-skill").addEventListener("click", () => take("another_skill", wordsAtHand()));
  byId("locale").addEventListener("change", ({ target }) => begin(target.value, state.device));
  byId("mute").addEventListener("click", ({ target }) => {
    const muted = target.getAttribute("aria-pressed") !== "true";
    target.setAttribute("aria-pressed", String(muted));
    voice.setMuted(muted);
  });
  byId("speed").addEventListener("change", ({ target }) => voice.setSpeed(Number(target.value)));
  byId("speak").disabled = !voice.canListen;
  byId("speak").addEventListener("click", hear);
  byId("speech-notice").textContent = voice.notice();
  for (const button of byId("permission").querySelectorAll("button")) {
    button.addEventListener("click", () => take("permission", button.dataset.status));
  }
  transcripts.wire({ conversation, begin, take });
}

function conversation() {
  const { name, listener, locale, device: id, allowed } = state;
  return { conversation: name, listener, locale, device: id, allowed };
}

function fillLocales() {
  byId("locale").append(...start.locales.map((code) => el("option", { value: code }, code)));
}

function notify(words) {
  byId("notice").textContent = words;
  byId("notice").hidden = !words;
}

function done(action, value) {
  const words = {
    launch: "“Alexa, open upper back guide”",
    silence: "Silence, and again silence",
    touch: `Touched “${[value].flat().at(-1)}”`,
    permission: `Permission: ${String(value).replace("_", " ").toLowerCase()}`,
    odd_locale: `In French: “${value}”`,
  };
  return words[action] ?? `“${value}”`;
}

function scopes({ payload }) {
  const asked = payload?.permissionScopes ?? [payload ?? {}];
  return asked.map(({ permissionScope }) => permissionScope).join(", ");
}
