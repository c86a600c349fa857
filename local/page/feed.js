import { byId, el, mirror, setAttribute, setText } from "./dom.js";
import { createRow, drawRow } from "./row.js";

const KINDS = ["webhook", "decision", "turn", "intercom", "install", "clock", "store", "error"];
const PAGE = 150;

/** What happened and why, newest at the top. */
export function createFeed(desk) {
  const all = byId("feed-all");
  const one = byId("feed-this");
  const more = byId("feed-more");
  const chips = new Map(KINDS.map((kind) => [kind, chip(kind, () => toggle(kind))]));
  byId("feed-kinds").append(...chips.values());
  let limit = PAGE;

  function toggle(kind) {
    const hidden = desk.view.hiddenKinds;
    desk.choose({ hiddenKinds: hidden.includes(kind) ? hidden.filter((each) => each !== kind) : [...hidden, kind] });
  }

  async function openConversation({ workspace, conversation }) {
    if (workspace !== null) await desk.enter(workspace);
    desk.choose({ selected: conversation });
    byId("inbox-body").dataset.pane = "conversation";
    desk.goTo("inbox");
  }

  all.addEventListener("click", () => desk.choose({ feedScope: "all" }));
  one.addEventListener("click", () => desk.choose({ feedScope: "this" }));
  more.addEventListener("click", () => {
    limit += PAGE;
    desk.render();
  });

  return function update(state) {
    const { feedScope, hiddenKinds, selected } = desk.view;
    setAttribute(all, "aria-pressed", String(feedScope === "all"));
    setAttribute(one, "aria-pressed", String(feedScope === "this"));
    for (const [kind, button] of chips) setAttribute(button, "aria-pressed", String(!hiddenKinds.includes(kind)));

    const matching = state.feed
      .filter((entry) => !hiddenKinds.includes(entry.kind) && (feedScope === "all" || (entry.conversation === selected && entry.workspace === state.workspace.id)))
      .sort((a, b) => b.seq - a.seq);
    const rows = matching.slice(0, limit);
    mirror(byId("feed-rows"), rows, (entry) => entry.seq, createRow, (node, entry) => drawRow(node, entry, openConversation));
    byId("feed-rows").hidden = rows.length === 0;
    more.hidden = matching.length <= limit;
    setText(byId("feed-status"), matching.length === state.feed.length ? entries(matching.length) : `${matching.length} of ${entries(state.feed.length)}`);
    byId("feed-empty").hidden = rows.length > 0;
    setText(byId("feed-empty"), state.feed.length
      ? "No entry matches these filters."
      : "Nothing has happened yet. Each webhook, each decision with its reason and each call to Intercom will be listed here.");
  };
}

function entries(count) {
  return count === 1 ? "1 entry" : `${count} entries`;
}

function chip(kind, pressed) {
  const button = el("button", { type: "button", class: "kind", "data-kind": kind, "data-testid": "feed-kind", "aria-pressed": "true" }, kind);
  button.addEventListener("click", pressed);
  return button;
}
