import { byId } from "./dom.js";
import { plainText } from "./sanitiser.js";

/**
 * Tells a screen reader what arrived in the conversations on screen. One polite region for the whole page:
 * live regions on the threads themselves would read out everything whenever another conversation is opened.
 */
export function createAnnouncer() {
  const region = byId("announcer");
  let known = null;
  let workspace = null;

  return function announce(state, shownConversations) {
    const before = workspace === state.workspace.id ? known : null;
    workspace = state.workspace.id;
    known = new Set(state.conversations.flatMap((conversation) => conversation.parts.map((part) => part.id)));
    if (before === null) return;
    const news = state.conversations
      .filter((conversation) => shownConversations.includes(conversation.id))
      .flatMap((conversation) => conversation.parts)
      .filter((part) => !before.has(part.id))
      .map(sentence);
    if (news.length) region.textContent = news.join(" ");
  };
}

function sentence(part) {
  if (!part.html) return `${[part.author.name, part.event ?? "changed the conversation"].filter(Boolean).join(": ")}.`;
  return `${part.author.name} ${part.kind === "note" ? "noted" : "wrote"}: ${plainText(part.html)}`;
}
