import { byId, el, mirror, setText } from "./dom.js";
import { visitorWrites } from "./api.js";
import { createComposer } from "./composer.js";
import { createRating } from "./rating.js";
import { createThread } from "./thread.js";
import { fillSelect } from "./options.js";
import { currentUrl } from "./visitor.js";
import { ago } from "./clock.js";
import { nameOf, newestFirst, titleOf, visibleParts, visitorById } from "./workspace.js";

const NEW = "new";

/** The conversation the Messenger shows for the chosen visitor, or null while they start a new one. */
export function shownConversation(state, view) {
  const wanted = view.shown[view.visitor];
  if (wanted === NEW) return null;
  const own = state.conversations.filter((conversation) => conversation.visitor === view.visitor);
  return own.find((conversation) => conversation.id === wanted) ?? newestFirst(own)[0] ?? null;
}

/** The visitor's side. It draws from `visibleParts` only, so nothing internal can reach it. */
export function createMessenger(desk) {
  const showThread = createThread("messenger");
  const showRating = createRating(desk, () => shownConversation(desk.state, desk.view));
  const shown = byId("shown-select");
  const show = (id) => desk.choose({ shown: { ...desk.view.shown, [desk.view.visitor]: id } });

  const composer = createComposer({
    form: "messenger-form",
    input: "messenger-input",
    error: "messenger-error",
    async send(text) {
      const { visitor, workspace } = desk.view;
      const conversation = shownConversation(desk.state, desk.view);
      const answer = await visitorWrites(workspace, visitor, conversation?.id ?? null, currentUrl(desk.view), text);
      return { workspace, visitor, conversation: answer.conversation };
    },
    async sent({ workspace, visitor, conversation }) {
      await desk.refresh();
      if (desk.view.workspace !== workspace) return;
      // The Inbox follows what the visitor just did; its drafts are kept per conversation.
      desk.choose({ shown: { ...desk.view.shown, [visitor]: conversation }, selected: conversation });
    },
  });

  shown.addEventListener("change", () => show(shown.value));
  byId("new-conversation").addEventListener("click", () => {
    show(NEW);
    composer.field.focus();
  });

  return function update(state) {
    const visitor = visitorById(state, desk.view.visitor);
    const conversation = shownConversation(state, desk.view);
    const own = newestFirst(state.conversations.filter((each) => each.visitor === desk.view.visitor));
    setText(byId("widget-name"), state.workspace.name);
    setText(byId("widget-mark"), state.workspace.name.slice(0, 1));
    byId("shown-field").hidden = own.length === 0;
    const started = own.map((each) => ({ value: each.id, label: `${titleOf(each)} · ${ago(each.updated_at)}` }));
    fillSelect(shown, conversation ? started : [{ value: NEW, label: "New conversation" }, ...started], conversation?.id ?? NEW);

    byId("welcome").hidden = conversation !== null;
    setText(byId("welcome-title"), visitor ? `Hello ${nameOf(visitor).split(" ")[0]}, how can we help?` : "How can we help?");
    mirror(byId("suggestions"), state.suggestions, (text) => text, (text) => suggestion(text, composer));

    showRating(conversation);
    const parts = conversation ? visibleParts(conversation) : [];
    showThread(`${state.workspace.id} ${conversation?.id ?? `${NEW} ${desk.view.visitor}`}`, parts, delivery(conversation, parts), Boolean(conversation?.pending));
    composer.switchTo(`${state.workspace.id} ${desk.view.visitor} ${conversation?.id ?? NEW}`);
  };
}

function delivery(conversation, parts) {
  const waiting = parts.at(-1)?.kind === "visitor";
  if (conversation?.pending) return waiting ? "Delivered · the agent is looking" : "The agent is looking";
  return waiting ? "Delivered" : "";
}

function suggestion(text, composer) {
  const button = el("button", { type: "button", class: "button suggestion", "data-testid": "suggestion" }, text);
  button.addEventListener("click", () => {
    // The button is about to go. On a touch screen the field would raise the keyboard over the answer.
    (matchMedia("(pointer: coarse)").matches ? byId("messenger-thread") : composer.field).focus();
    composer.submit(text);
  });
  return el("li", {}, button);
}
