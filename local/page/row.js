import { el } from "./dom.js";
import { timeElement, timeWithSeconds } from "./clock.js";
import { shown, traceList } from "./trace.js";

const drawn = new WeakMap();

/** One entry of the feed; `drawRow` fills it. */
export function createRow(entry) {
  return el("li", { class: "row", "data-testid": "feed-row", "data-seq": entry.seq, "data-kind": entry.kind });
}

/** An entry does not change, but a restarted server counts from one again and means something else by it. */
export function drawRow(node, entry, openConversation) {
  const signature = JSON.stringify(entry);
  if (drawn.get(node) === signature) return;
  drawn.set(node, signature);
  node.dataset.kind = entry.kind;
  node.classList.toggle("failed", !entry.ok);
  const line = [
    timeElement(entry.at, timeWithSeconds(entry.at)),
    el("span", { class: "kind", "data-kind": entry.kind }, entry.kind),
    el("span", { class: "row-title" }, entry.ok ? null : el("span", { class: "failed-mark" }, "Failed"), entry.title),
    el("span", { class: "row-who" }, whose(entry)),
    el("span", { class: "row-where" }, entry.workspace_name ?? ""),
    el("span", { class: "row-ms" }, Number.isFinite(entry.ms) ? `${entry.ms} ms` : ""),
  ];
  const more = body(entry, openConversation);
  const open = node.querySelector("details")?.open ?? false;
  node.replaceChildren(more ? details(line, more, open) : el("div", { class: "line" }, ...line));
}

function details(line, more, open) {
  const node = el("details", { open }, el("summary", { class: "line" }, ...line), more);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !node.open) return;
    node.open = false;
    node.firstElementChild.focus();
  });
  return node;
}

function body(entry, openConversation) {
  if (!entry.details?.length && !entry.trace?.length) return null;
  const node = el("div", { class: "row-body" });
  if (entry.details?.length) {
    node.append(el("dl", { class: "facts" }, ...entry.details.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, shown(value))))));
  }
  if (entry.trace?.length) node.append(traceList(entry.trace));
  if (entry.conversation) {
    const button = el("button", { type: "button", class: "button" }, "Open this conversation in the Inbox");
    button.addEventListener("click", () => openConversation(entry));
    node.append(button);
  }
  return node;
}

function whose(entry) {
  if (!entry.conversation) return "";
  return entry.who ?? `Conversation ${entry.conversation}`;
}
