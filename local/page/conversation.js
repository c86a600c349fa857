import { byId, setAttribute, setText } from "./dom.js";
import { assign, setConversationState, teammateWrites } from "./api.js";
import { attempt } from "./attempt.js";
import { createComposer } from "./composer.js";
import { createThread } from "./thread.js";
import { fillSelect, openOnArrow } from "./options.js";
import { conversationById, titleOf } from "./workspace.js";

/** The open conversation as a teammate works on it: everything said, and what they may do. */
export function createConversation(desk) {
  const showThread = createThread("inbox");
  const assignee = byId("assign-select");
  const close = byId("close-button");
  const note = byId("inbox-note-toggle");
  const form = byId("inbox-form");
  const current = () => conversationById(desk.state, desk.view.selected);
  const isNote = () => note.getAttribute("aria-pressed") === "true";

  const composer = createComposer({
    form: "inbox-form",
    input: "inbox-reply",
    error: "inbox-error",
    send: (text) => teammateWrites(desk.view.workspace, desk.view.teammate, desk.view.selected, text, isNote()),
    sent: () => desk.refresh(),
  });

  function writeNote(on) {
    setAttribute(note, "aria-pressed", String(on));
    form.classList.toggle("note", on);
    setText(byId("inbox-send"), on ? "Add note" : "Send reply");
    setText(byId("inbox-reply-label"), on ? "Internal note" : "Reply to the visitor");
    composer.field.placeholder = on ? "Write a note. Only your team sees it" : "Reply to the visitor";
  }

  note.addEventListener("click", () => {
    writeNote(!isNote());
    composer.field.focus();
  });
  composer.field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") writeNote(false);
  });
  openOnArrow(assignee);
  assignee.addEventListener("change", () => attempt(desk, "conversation-error", () => assign(desk.view.workspace, desk.view.teammate, desk.view.selected, target(assignee.value))));
  close.addEventListener("click", () => {
    attempt(desk, "conversation-error", () => setConversationState(desk.view.workspace, desk.view.teammate, desk.view.selected, current().state === "closed" ? "open" : "closed"));
  });
  writeNote(false);
  let shown = null;

  return function update(state) {
    const conversation = current();
    byId("conversation").hidden = conversation === null;
    byId("nothing-open").hidden = conversation !== null || state.conversations.length === 0;
    if (conversation === null) return;
    const key = `${state.workspace.id} ${conversation.id}`;
    if (shown !== key) setText(byId("conversation-error"), "");
    shown = key;
    setText(byId("conversation-title"), titleOf(conversation));
    fillSelect(assignee, targets(state), assigned(conversation));
    setText(close, conversation.state === "closed" ? "Reopen" : "Close");
    showThread(key, conversation.parts, conversation.pending ? "The agent is working on it" : "", conversation.pending);
    composer.switchTo(key);
  };
}

function targets(state) {
  return [
    { value: "nobody", label: "Nobody" },
    { group: "Teams", options: state.teams.map((team) => ({ value: `team:${team.id}`, label: team.name })) },
    { group: "Teammates", options: state.admins.map((admin) => ({ value: `admin:${admin.id}`, label: `${admin.name}${remark(admin, state)}` })) },
  ];
}

function remark(admin, state) {
  if (admin.is_agent || admin.id === state.workspace.agent_admin_id) return " (AI agent)";
  if (!admin.seat) return " (no Inbox seat)";
  return admin.away ? " (away)" : "";
}

function assigned(conversation) {
  if (conversation.admin_assignee) return `admin:${conversation.admin_assignee.id}`;
  if (conversation.team_assignee) return `team:${conversation.team_assignee.id}`;
  return "nobody";
}

function target(value) {
  const [type, id = null] = value.split(":");
  return { type, id };
}
