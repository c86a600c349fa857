import { byId, el, mirror, setText } from "./dom.js";
import { assigneeText, conversationById, nameOf, visitorById } from "./workspace.js";
import { stateName, waitingText } from "./inbox.js";
import { timeOf } from "./clock.js";

/** The panel beside the open conversation. In a narrow Inbox it lies over it and Esc puts it away. */
export function createDetails(desk) {
  const panel = byId("details");
  const toggle = byId("details-toggle");

  function expand(on) {
    toggle.setAttribute("aria-expanded", String(on));
    panel.classList.toggle("expanded", on);
    (on ? panel : toggle).focus();
  }

  toggle.addEventListener("click", () => expand(toggle.getAttribute("aria-expanded") !== "true"));
  byId("details-close").addEventListener("click", () => expand(false));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.classList.contains("expanded")) expand(false);
  });
  byId("be-visitor").addEventListener("click", () => {
    const conversation = conversationById(desk.state, desk.view.selected);
    if (!conversation) return;
    desk.choose({ visitor: conversation.visitor, shown: { ...desk.view.shown, [conversation.visitor]: conversation.id } });
    desk.goTo("messenger");
  });

  return function update(state) {
    const conversation = conversationById(state, desk.view.selected);
    panel.hidden = conversation === null;
    if (conversation === null) return;
    setText(byId("fact-assignee"), assigneeText(conversation));
    facts("conversation-facts", [
      ["State", stateName(conversation.state)],
      ["Waiting", conversation.waiting_since === null ? null : waitingText(conversation).replace("Waiting s", "S")],
      ["Started", timeOf(conversation.created_at)],
      ["Number", conversation.id],
    ]);
    const attributes = Object.entries(conversation.attributes).map(([name, value]) => [name, String(value)]);
    facts("attributes", attributes);
    byId("attributes").hidden = attributes.length === 0;
    byId("attributes-none").hidden = attributes.length > 0;
    mirror(byId("tags"), conversation.tags, (tag) => tag, (tag) => el("li", {}, tag));
    byId("tags").hidden = conversation.tags.length === 0;
    byId("tags-none").hidden = conversation.tags.length > 0;
    facts("contact-facts", contact(visitorById(state, conversation.visitor), conversation.url));
  };
}

function contact(visitor, url) {
  return [
    ["Name", nameOf(visitor)],
    ["E-mail", visitor?.email],
    ["Plan", visitor?.plan],
    ["Segment", visitor?.segment],
    ["Company", visitor?.company],
    ["Account owner", visitor?.owner],
    ["Page", url?.replace(/^https?:\/\//, "")],
  ];
}

function facts(id, pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  mirror(byId(id), known, ([name]) => name, ([name]) => el("div", {}, el("dt", {}, name), el("dd")), (row, [, value]) => {
    setText(row.lastElementChild, value);
  });
}
