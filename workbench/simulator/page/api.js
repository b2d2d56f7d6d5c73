// The simulator's JSON. What it refuses comes as an Error whose message can be shown.

export async function get(path) {
  return read(await fetch(path));
}

export async function post(path, body) {
  const asked = fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return read(await asked.catch(() => { throw new Error("The simulator does not answer. Is it still running?"); }));
}

async function read(response) {
  const json = await response.json().catch(() => ({ error: `The simulator answered with ${response.status}.` }));
  if (!response.ok) throw new Error(json.error);
  return json;
}
