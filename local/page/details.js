import { byId, el, mirror, setText } from "./dom.js";
import { assignmentText, conversationById, nameOf, pathOf, visitorById } from "./workspace.js";
import { stateText, waitingText } from "./inbox.js";
import { ratingText } from "./rating.js";
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
    const visitor = visitorById(state, conversation.visitor);
    const { company } = conversation;
    setText(byId("fact-assignee"), assignmentText(conversation));
    facts("conversation-facts", known([
      ["State", stateText(conversation)],
      ["Waiting", conversation.waiting_since === null ? null : waitingText(conversation).replace("Waiting s", "S")],
      ["Rating", ratingText(conversation.rating)],
      ["Page", conversation.url && pathOf(conversation.url)],
      ["Started", timeOf(conversation.created_at)],
      ["Number", conversation.id],
    ]));
    facts("attributes", conversation.attributes);
    byId("attributes").hidden = conversation.attributes.length === 0;
    byId("attributes-none").hidden = conversation.attributes.length > 0;
    mirror(byId("tags"), conversation.tags, (tag) => tag.name, (tag) => el("li", {}, el("span", {}, tag.name)), mark);
    byId("tags").hidden = conversation.tags.length === 0;
    byId("tags-none").hidden = conversation.tags.length > 0;
    facts("contact-facts", [...known([
      ["Name", nameOf(visitor)],
      ["E-mail", visitor?.email],
      ["Segment", visitor?.segment],
      ["Owner", visitor?.owner],
    ]), ...(visitor?.attributes ?? [])]);
    byId("company").hidden = company === null;
    facts("company-facts", company === null ? [] : [...known([["Name", company.name], ["Plan", company.plan]]), ...company.attributes]);
  };
}

/** Pairs of a name and a value as facts; what is not known is left out. A custom attribute may have the name of one. */
function known(pairs) {
  return pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => ({ name, value, ours: false, builtIn: true }));
}

function facts(id, rows) {
  const key = (row) => `${row.builtIn ? "" : "custom "}${row.name}`;
  mirror(byId(id), rows, key, ({ name }) => el("div", {}, el("dt", {}, name), el("dd", {}, el("span"))), (node, row) => {
    const value = node.lastElementChild;
    setText(value.firstElementChild, words(row.value));
    mark(value, row);
  });
}

/** Marks what Nexora wrote, for eyes and for ears. */
function mark(node, { ours }) {
  const present = node.querySelector(".ours");
  if (ours && !present) node.append(" ", el("span", { class: "ours" }, el("span", { class: "hidden" }, "set by "), "Nexora"));
  if (!ours) present?.remove();
}

function words(value) {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return String(value);
}
