// The device: which one, what its screen shows, and whether it listens.

import { byId, el } from "./dom.js";

const NAMES = { show5: "Echo Show 5", show8: "Echo Show 8", show15: "Echo Show 15", spot: "Echo Spot", tv: "TV", dot: "Echo Dot" };
const TALLEST = 560; // pixels that a screen may take on the page

/** The device on the page. ``on`` is told of choices, touches, words of plain buttons, faults and requests to open. */
export class Device {
  constructor(devices, renders, on) {
    this.on = on;
    this.drawings = 0;
    this.waiting = new Map();
    this.viewports = Object.fromEntries(devices.map(({ id, viewport }) => [id, viewport]));
    this.frame = el("iframe", { title: "The device's screen", src: renders ? "/page/screen.html" : "/page/screen.html?plain" });
    this.ready = new Promise((ready) => { this.isReady = ready; });
    this.build();
    byId("plainly").hidden = renders;
    window.addEventListener("message", ({ source, data }) => {
      if (source === this.frame.contentWindow) this.hear(data);
    });
    new ResizeObserver(() => this.fit()).observe(byId("stage"));
    byId("devices").append(...Object.keys(NAMES).filter((id) => id in this.viewports).map((id) => this.choice(id)));
  }

  /** Puts another device on the page, with what the last one showed. */
  choose(id) {
    this.id = id;
    this.viewport = this.viewports[id];
    for (const input of byId("devices").querySelectorAll("input")) input.checked = input.value === id;
    this.body.dataset.device = id;
    this.body.dataset.shape = this.viewport ? this.viewport.shape.toLowerCase() : "dot";
    this.glass.hidden = !this.viewport;
    this.dot.hidden = Boolean(this.viewport);
    this.fit();
    return this.draw(this.directive);
  }

  /** Shows a document, and resolves when it is drawn; with none, the screen rests. */
  async draw(directive) {
    this.directive = directive;
    this.rest.hidden = Boolean(directive);
    if (!this.viewport) return;
    await this.ready;
    this.drawings += 1;
    const drawn = new Promise((done) => { this.waiting.set(this.drawings, done); });
    const draw = { number: this.drawings, directive, viewport: this.viewport };
    this.frame.contentWindow.postMessage({ draw }, location.origin);
    await drawn;
  }

  /** Shows whether the microphone is open. */
  listen(open, words) {
    this.body.dataset.listening = open;
    byId("microphone").dataset.open = open;
    byId("microphone-words").textContent = words;
  }

  choice(id) {
    const input = el("input", { type: "radio", name: "device", value: id, onchange: () => this.on.chosen(id) });
    return el("label", {}, input, el("span", {}, NAMES[id]));
  }

  build() {
    const open = el("button", { type: "button", class: "primary", onclick: () => this.on.opened() }, "Open the skill");
    this.rest = el("div", { class: "rest" }, el("p", {}, "“Alexa, open upper back guide”"), open);
    this.glass = el("div", { class: "glass" }, this.frame, this.rest);
    this.dot = el("div", { class: "dot", role: "img", "aria-label": "Echo Dot" },
      el("span", { class: "ring" }), el("span", { class: "top" }));
    this.body = el("div", { class: "body" }, this.glass, this.dot);
    byId("stage").append(this.body);
  }

  fit() {
    if (!this.viewport) return;
    const { pixelWidth: width, pixelHeight: height } = this.viewport;
    const scale = Math.min((byId("stage").clientWidth - 40) / width, TALLEST / height, 1);
    this.frame.width = width;
    this.frame.height = height;
    this.glass.style.setProperty("--width", `${Math.floor(width * scale)}px`);
    this.glass.style.setProperty("--height", `${Math.floor(height * scale)}px`);
    this.frame.style.transform = `scale(${scale})`;
  }

  hear({ ready, drawn, touched, said, fault }) {
    if (ready) this.isReady();
    if (fault) this.on.failed(`The screen could not be drawn: ${fault}`);
    if (drawn) this.waiting.get(drawn)?.();
    if (touched) this.on.touched(touched);
    if (said) this.on.said(said);
  }
}
