import { byId, el, mirror, setAttribute, setText } from "./dom.js";
import { ago, timeOf, timeToCome } from "./clock.js";
import { assigneeText, nameOf, newestFirst, titleOf, visitorById } from "./workspace.js";

/** The list of conversations. */
export function createInbox(desk) {
  const list = byId("inbox-list");
  const body = byId("inbox-body");
  const read = new Map();

  function open(id) {
    desk.choose({ selected: id });
    body.dataset.pane = "conversation";
    // In a narrow Inbox the list is gone now; keep the keyboard where the person went.
    if (list.offsetParent === null) byId("conversation-title").focus();
  }

  byId("conversation-back").addEventListener("click", () => {
    body.dataset.pane = "list";
    list.querySelector("[aria-current]")?.focus();
  });
  list.addEventListener("keydown", (event) => moveFocus(list, event));

  return function update(state) {
    const conversations = newestFirst(state.conversations);
    const key = (each) => `${state.workspace.id} ${each.id}`;
    for (const each of conversations) {
      if (!read.has(key(each)) || each.id === desk.view.selected) read.set(key(each), each.parts.length);
    }
    mirror(list, conversations, key, (each) => item(each, open), (node, each) => {
      draw(node, each, state, each.id === desk.view.selected, each.parts.length > read.get(key(each)));
    });
    byId("inbox-empty").hidden = conversations.length > 0;
  };
}

function item(conversation, open) {
  const button = el("button", { type: "button", class: "item", "data-testid": "inbox-item", "data-conversation-id": conversation.id },
    el("span", { class: "item-who" }),
    el("span", { class: "item-age" }),
    el("span", { class: "item-title" }),
    el("span", { class: "hidden unread-mark" }),
    el("span", { class: "item-meta" }, el("span", { class: "state" }), el("span", { class: "item-assignee" })),
    el("span", { class: "waiting" }));
  button.addEventListener("click", () => open(conversation.id));
  return el("li", {}, button);
}

function draw(node, conversation, state, selected, unread) {
  const button = node.firstElementChild;
  const text = (name, value) => setText(button.querySelector(name), value);
  setAttribute(button, "aria-current", selected ? "true" : null);
  button.classList.toggle("unread", unread);
  text(".item-who", nameOf(visitorById(state, conversation.visitor)));
  text(".item-age", ago(conversation.updated_at));
  text(".item-title", titleOf(conversation));
  text(".unread-mark", unread ? "Unread" : "");
  text(".state", stateText(conversation));
  button.querySelector(".state").dataset.state = conversation.state;
  text(".item-assignee", assigneeText(conversation));
  const waiting = button.querySelector(".waiting");
  waiting.hidden = conversation.waiting_since === null;
  if (conversation.waiting_since !== null) setText(waiting, waitingText(conversation));
}

export function waitingText(conversation) {
  const long = ago(conversation.waiting_since);
  return `Waiting since ${timeOf(conversation.waiting_since)}${long === "now" ? "" : ` · ${long}`}`;
}

/** "Snoozed until tomorrow, 09:00": with the time where there is one. */
export function stateText({ state, snoozed_until: until }) {
  return state === "snoozed" && until !== null ? `Snoozed until ${timeToCome(until)}` : stateName(state);
}

function stateName(state) {
  return state.charAt(0).toUpperCase() + state.slice(1);
}

function moveFocus(list, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const items = [...list.querySelectorAll(".item")];
  const next = items[items.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
