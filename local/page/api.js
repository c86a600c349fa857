/** Every refusal arrives as an `Error` whose message is a sentence for the person who acted. */
async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("The local server does not answer. Is `cargo run` still running?");
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  throw new Error(body?.error ?? `The local server answered ${response.status} and did not say why.`);
}

function post(path, body) {
  return request(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

export const readState = () => request("/api/state", { cache: "no-store" });

export const visitorWrites = (visitor, conversation, url, text) => post("/api/visitor/write", { visitor, conversation, url, text });

export const setProfile = (visitor, plan, segment) => post("/api/visitor/profile", { visitor, plan, segment });

export const teammateWrites = (admin, conversation, text, note) => post("/api/teammate/write", { admin, conversation, text, note });

/** `to` is `{ type: "admin" | "team" | "nobody", id }`. */
export const assign = (admin, conversation, to) => post("/api/teammate/assign", { admin, conversation, to });

/** `state` is "open" or "closed". */
export const setConversationState = (admin, conversation, state) => post("/api/teammate/state", { admin, conversation, state });

export const setAway = (admin, away) => post("/api/teammate/away", { admin, away });
