import { el, setText } from "./dom.js";
import { safeFragment } from "./sanitiser.js";
import { timeElement, timeOf } from "./clock.js";

const SAME_SPEAKER_SECONDS = 300;
const ROLES = { agent: "AI agent", bot: "Bot", note: "Internal note" };
const drawn = new WeakMap();

/** One part of a conversation as a list item; `drawPart` fills it. */
export function createPart(part) {
  return el("li", { "data-testid": "part", "data-part-id": part.id });
}

/** Redraws only what changed: a redacted part keeps its place and its id, and yesterday's has its date. */
export function drawPart(node, part, previous) {
  const follows = continues(part, previous);
  const signature = JSON.stringify([part, follows, timeOf(part.created_at)]);
  if (drawn.get(node) === signature) return;
  drawn.set(node, signature);
  node.dataset.kind = part.kind;
  node.className = part.kind === "event" ? "part event" : `part message ${part.kind}${follows ? " follows" : ""}`;
  node.replaceChildren(...(part.kind === "event" ? eventLine(part) : message(part)));
}

function continues(part, previous) {
  return Boolean(previous) && part.kind !== "event" && previous.kind === part.kind && !previous.event
    && previous.author.id === part.author.id && part.created_at - previous.created_at < SAME_SPEAKER_SECONDS;
}

function message(part) {
  const author = el("p", { class: "author" }, el("span", { class: "author-name" }, part.author.name || "Visitor"));
  if (ROLES[part.kind]) author.append(el("span", { class: "role" }, ROLES[part.kind]));
  author.append(timeElement(part.created_at, timeOf(part.created_at)));
  const bubble = el("div", { class: "bubble" });
  if (part.html) bubble.append(safeFragment(part.html));
  else bubble.append(el("p", { class: "none" }, "No text"));
  const nodes = [author, bubble];
  if (part.event) nodes.push(el("p", { class: "event-line" }, part.event));
  return nodes;
}

function eventLine(part) {
  const line = el("p", { class: "event-line" });
  setText(line, [part.author.name, part.event].filter(Boolean).join(" · "));
  line.append(" · ", timeElement(part.created_at, timeOf(part.created_at)));
  const nodes = [line];
  if (part.html) {
    const bubble = el("div", { class: "bubble" });
    bubble.append(safeFragment(part.html));
    nodes.push(bubble);
  }
  return nodes;
}
