// SSML as a person reads it: words, and the pauses between them.

const PREFIXES = 'xmlns:amazon="amazon" xmlns:alexa="alexa"';

/** The parts of SSML, in order: { words } or { pause: seconds }. A paragraph ends with the pause of 0 seconds. */
export function parts(ssml) {
  const xml = new DOMParser().parseFromString(ssml.replace("<speak", `<speak ${PREFIXES}`), "text/xml");
  if (xml.querySelector("parsererror")) return [{ words: ssml }];
  return joined([...within(xml.documentElement)]);
}

function* within(node) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) yield { words: child.data };
    else if (child.localName === "break") yield { pause: seconds(child.getAttribute("time")) };
    else yield* within(child);
    if (child.localName === "p" || child.localName === "s") yield { pause: 0 };
  }
}

function joined(found) {
  return found.map((part) => (part.words ? { words: part.words.replace(/\s+/g, " ").trim() } : part))
    .filter((part) => part.words || part.pause !== undefined);
}

function seconds(time) {
  const [, number, unit] = /^([\d.]+)(ms|s)$/.exec(time ?? "") ?? [null, "1", "s"];
  return unit === "ms" ? Number(number) / 1000 : Number(number);
}
