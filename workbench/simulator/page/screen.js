// The device's screen, in a frame of its own: draws documents with Amazon's renderer and tells the page of touches.
// The renderer makes functions from text, which the page itself never may; hence the frame.

import { drawPlainly } from "./plain.js";

const glass = document.querySelector("main");
const engine = new URLSearchParams(location.search).has("plain") ? null : startEngine();
let shown = null;
let drawing = Promise.resolve();

window.addEventListener("message", ({ source, data }) => {
  if (source === window.parent && data.draw) drawing = drawing.then(() => draw(data.draw));
});
tell({ ready: true });

async function startEngine() {
  await new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = "/installed/viewhost.js";
    script.onload = loaded;
    script.onerror = () => failed(new Error("Amazon's renderer could not be loaded"));
    document.head.append(script);
  });
  await window.AplRenderer.initEngine();
}

async function draw({ number, directive, viewport }) {
  shown?.destroy();
  shown = null;
  const view = document.createElement("div");
  glass.replaceChildren(view);
  try {
    if (directive && engine) shown = await render(view, directive, viewport);
    else if (directive) drawPlainly(view, directive, viewport, (words) => tell({ said: words }));
    tell({ drawn: number });
  } catch (fault) {
    tell({ drawn: number, fault: String(fault?.message ?? fault) });
  }
}

async function render(view, { document: apl, datasources }, viewport) {
  await engine;
  const { Content, default: renderers } = window.AplRenderer;
  const content = Content.create(JSON.stringify(apl));
  for (const name of apl.mainTemplate.parameters ?? []) {
    content.addData(name, JSON.stringify(name === "payload" ? datasources : datasources[name]));
  }
  const renderer = renderers.create({
    content,
    view,
    environment: { agentName: "Upper Back Guide simulator", agentVersion: "1.0", allowOpenUrl: false },
    viewport: {
      width: viewport.pixelWidth,
      height: viewport.pixelHeight,
      dpi: viewport.dpi,
      shape: viewport.shape,
      isRound: viewport.shape === "ROUND",
    },
    mode: viewport.mode,
    theme: "dark",
    utcTime: Date.now(),
    localTimeAdjustment: -new Date().getTimezoneOffset() * 60_000,
    onSendEvent: ({ arguments: sent, source }) => tell({ touched: { arguments: sent, source } }),
  });
  await renderer.init();
  renderer.lastPointerEventTimestamp = 0; // else it takes no mouse for half a second, as if it had just been touched
  return renderer;
}

function tell(what) {
  window.parent.postMessage(what, location.origin);
}
