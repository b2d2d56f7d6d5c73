// Transcripts: the conversation kept as a test, and one that is dropped on the page replayed step by step.

import { post } from "./api.js";
import { byId, download } from "./dom.js";

const WORDS = { launch: "open the skill", silence: "stay silent" };

/** Wires the panel. ``page`` names the conversation, begins one as a transcript asks, and takes a step. */
export function wire(page) {
  const replay = new Replay(page);
  byId("keep").addEventListener("submit", (event) => {
    event.preventDefault();
    told(post("/api/save", { ...page.conversation(), name: keepName() }).then(({ path }) => `Saved as ${path}.`));
  });
  byId("download").addEventListener("click", () => told(keep(page)));
  byId("file").addEventListener("change", ({ target }) => {
    if (target.files.length) told(replay.read(target.files[0]));
    target.value = "";
  });
  byId("step").addEventListener("click", () => replay.step());
  byId("all").addEventListener("click", () => replay.all());
  byId("leave").addEventListener("click", () => replay.leave());
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) told(replay.read(file));
  });
}

class Replay {
  constructor(page) {
    this.page = page;
  }

  async read(file) {
    const { locale, device, allowed, steps } = await post("/api/read", { name: file.name, text: await file.text() });
    this.name = file.name;
    this.steps = steps;
    this.at = 0;
    await this.page.begin(locale, device, allowed, "");
    byId("drop").closest("details").open = true;
    this.show();
    return `${file.name}: ${steps.length} steps.`;
  }

  async step() {
    const next = this.steps[this.at];
    byId("step").disabled = byId("all").disabled = true;
    const took = await this.page.take(next.action, next.value, next.expect);
    if (took) this.at += 1;
    this.show();
    return took;
  }

  async all() {
    while (this.at < this.steps.length && (await this.step()));
  }

  leave() {
    byId("replay").hidden = true;
    told(Promise.resolve(""));
  }

  show() {
    const next = this.steps[this.at];
    byId("replay").hidden = false;
    byId("step").disabled = byId("all").disabled = !next;
    byId("replay-words").textContent = next
      ? `Step ${this.at + 1} of ${this.steps.length}: ${WORDS[next.action] ?? `${next.action.replace("_", " ")} “${next.value}”`}`
      : `${this.name} is played to its end.`;
  }
}

async function keep(page) {
  const name = keepName() || "a-conversation";
  download(`${name}.yaml`, (await post("/api/transcript", { ...page.conversation(), name })).text);
  return "Downloaded. Kept under tests/conversations/ it is a test.";
}

function keepName() {
  return byId("keep-name").value.trim();
}

async function told(doing) {
  const line = byId("transcript-words");
  try {
    line.textContent = await doing;
    line.classList.remove("wrong");
  } catch (error) {
    line.textContent = error.message;
    line.classList.add("wrong");
  }
}
