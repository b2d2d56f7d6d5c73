// A plain drawing of a screen's data, for where Amazon's renderer is not installed: its texts, and its buttons.

export function drawPlainly(view, directive, viewport, say) {
  const plain = document.createElement("div");
  plain.className = viewport.shape === "ROUND" ? "plain round" : "plain";
  for (const part of parts(directive.datasources)) plain.append(part.words ? button(part, say) : text(part));
  view.append(plain);
}

function* parts(data) {
  if (typeof data === "string" && /[a-z]{2}/i.test(data) && !/^#|^[a-z]+(_[a-z]+)+$/.test(data)) yield { label: data };
  else if (data?.label && data.words) yield data;
  else if (data && typeof data === "object") for (const value of Object.values(data)) yield* parts(value);
}

function text({ label }) {
  const paragraph = document.createElement("p");
  paragraph.textContent = label;
  return paragraph;
}

function button({ label, words }, say) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", () => say(words));
  return made;
}
