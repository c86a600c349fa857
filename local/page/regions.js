import { byId, setAttribute, setText } from "./dom.js";
import { shownConversation } from "./messenger.js";
import { visibleParts } from "./workspace.js";

const NAMES = ["messenger", "inbox", "feed"];

/**
 * The three links in the header. On a wide screen they move to a region; on a narrow one only the current
 * region is on screen, and the links carry what happened in the others.
 */
export function createRegions(desk) {
  const links = [...document.querySelectorAll(".regions a")];
  let seen = null;

  function goTo(name) {
    document.body.dataset.region = name;
    for (const link of links) setAttribute(link, "aria-current", link.dataset.to === name ? "true" : null);
    byId(name).focus({ preventScroll: true });
    byId(name).scrollIntoView({ block: "start" });
    if (desk.state) update(desk.state);
  }

  function update(state) {
    const waiting = state.conversations.filter((each) => each.waiting_since !== null && each.state !== "closed").length;
    badge("inbox-badge", waiting, "waiting");
    const conversation = shownConversation(state, desk.view);
    const answers = conversation ? visibleParts(conversation).filter((part) => part.kind !== "visitor").length : 0;
    const key = `${state.workspace.id} ${conversation?.id ?? ""}`;
    if (seen === null || seen.key !== key || document.body.dataset.region === "messenger") seen = { key, answers };
    badge("messenger-badge", answers - seen.answers, "new");
  }

  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(link.dataset.to);
    });
  }
  const wanted = location.hash.slice(1);
  if (NAMES.includes(wanted)) document.body.dataset.region = wanted;
  for (const link of links) setAttribute(link, "aria-current", link.dataset.to === document.body.dataset.region ? "true" : null);
  return { goTo, update };
}

function badge(id, count, word) {
  const node = byId(id);
  node.hidden = count <= 0;
  setText(node, count > 0 ? `${count} ${word}` : "");
}
