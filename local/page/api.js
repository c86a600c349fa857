/** Every refusal arrives as an `Error` whose message is a sentence for the person who acted; it may name a place in a text. */
async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("The local server does not answer. Is `cargo run` still running?");
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  const problem = new Error(body?.error ?? `The local server answered ${response.status} and did not say why.`);
  throw Object.assign(problem, { status: response.status, place: body?.place ?? null });
}

/** A path of one workspace; of the first one before any is known. */
function at(path, workspace) {
  return workspace === null ? path : `${path}?${new URLSearchParams({ workspace })}`;
}

function post(path, workspace, body) {
  return request(at(path, workspace), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

export const readState = (workspace) => request(at("/api/state", workspace), { cache: "no-store" });

export const visitorWrites = (workspace, visitor, conversation, url, text) => post("/api/visitor/write", workspace, { visitor, conversation, url, text });

/** `score` is from 1, the worst, to 5. */
export const rate = (workspace, visitor, conversation, score) => post("/api/visitor/rate", workspace, { visitor, conversation, score });

export const setProfile = (workspace, visitor, plan, segment) => post("/api/visitor/profile", workspace, { visitor, plan, segment });

export const teammateWrites = (workspace, admin, conversation, text, note) => post("/api/teammate/write", workspace, { admin, conversation, text, note });

/** `to` is `{ type: "admin" | "team" | "nobody", id }`. */
export const assign = (workspace, admin, conversation, to) => post("/api/teammate/assign", workspace, { admin, conversation, to });

/** `state` is "open" or "closed". */
export const setConversationState = (workspace, admin, conversation, state) => post("/api/teammate/state", workspace, { admin, conversation, state });

/** `until` is in Unix seconds; null ends the snooze. */
export const snooze = (workspace, admin, conversation, until) => post("/api/teammate/snooze", workspace, { admin, conversation, until });

export const setAway = (workspace, admin, away) => post("/api/teammate/away", workspace, { admin, away });

/** `{ yaml, live }`: the live configuration and its number, or one to start with and null. */
export const readConfiguration = (workspace) => request(at("/api/configuration", workspace), { cache: "no-store" });

/** Configurations to try: `[{ name, yaml }]`. */
export const readRecipes = (workspace) => request(at("/api/recipes", workspace));

/** `over` is the number that was live when it was read. `{ live }`: the number that is live now. */
export const publishConfiguration = (workspace, yaml, over) => post("/api/configuration", workspace, { yaml, over });

/** `to` is in Unix seconds. It only goes forward. */
export const turnClock = (workspace, to) => post("/api/clock", workspace, { to });

export const setPaused = (workspace, paused) => post("/api/pause", workspace, { paused });

export const uninstall = (workspace) => post("/api/uninstall", workspace, {});
