/** Questions to the state that more than one part of the page asks. */

export function visitorById(state, id) {
  return state.visitors.find((visitor) => visitor.id === id) ?? null;
}

export function conversationById(state, id) {
  return state.conversations.find((conversation) => conversation.id === id) ?? null;
}

/** Newest first; ids are decimal text and break ties. */
export function newestFirst(conversations) {
  return [...conversations].sort((a, b) => b.updated_at - a.updated_at || b.id.length - a.id.length || b.id.localeCompare(a.id));
}

export function nameOf(visitor) {
  return visitor?.name || visitor?.email || "Anonymous visitor";
}

export function assigneeText(conversation) {
  const names = [conversation.admin_assignee?.name, conversation.team_assignee?.name].filter(Boolean);
  return names.length ? names.join(" · ") : "Nobody";
}

/** "Ben Sato · team Support": which of the two it is, too. */
export function assignmentText({ admin_assignee: teammate, team_assignee: team }) {
  if (team === null) return teammate?.name ?? "Nobody";
  return teammate === null ? `Team ${team.name}` : `${teammate.name} · team ${team.name}`;
}

export function titleOf(conversation) {
  return conversation.title || `Conversation ${conversation.id}`;
}

/** What a visitor may see of a conversation. Anything not named here stays inside. */
const VISIBLE_KINDS = new Set(["visitor", "agent", "teammate", "bot"]);

export function visibleParts(conversation) {
  return conversation.parts.filter((part) => VISIBLE_KINDS.has(part.kind) && part.html);
}

/** "/pricing" of a full address; the address itself where it is not one. */
export function pathOf(url) {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
