import { byId, el, mirror, setText } from "./dom.js";
import { timeElement, timeOf, timeToCome } from "./clock.js";
import { conversationById, nameOf, visitorById } from "./workspace.js";

const COLUMNS = ["Visitor", "Waiting since", "Why", "Tier", "For", "Due"];

/** What waits until people are back, in the order in which it will be given to them. */
export function createQueue(desk) {
  const panel = byId("queue");

  function open(conversation) {
    desk.choose({ selected: conversation });
    byId("inbox-body").dataset.pane = "conversation";
    byId("conversation-title").focus({ preventScroll: true });
  }

  return function update(state) {
    panel.hidden = state.waiting.length === 0;
    setText(byId("queue-count"), String(state.waiting.length));
    const key = (each) => `${state.workspace.id} ${each.conversation}`;
    mirror(byId("queue-rows"), state.waiting, key, (each) => row(each, open), (node, each) => draw(node, each, state));
  };
}

function row({ conversation }, open) {
  const button = el("button", { type: "button", class: "queue-who" });
  button.addEventListener("click", () => open(conversation));
  // The roles hold where a narrow Inbox shows each row as a card.
  const cells = COLUMNS.map((name) => el("td", { role: "cell", "data-label": name }));
  cells[0].append(button);
  return el("tr", { role: "row", "data-testid": "queue-row", "data-conversation-id": conversation }, ...cells);
}

function draw(node, each, state) {
  const [, since, why, tier, team, due] = node.children;
  const conversation = conversationById(state, each.conversation);
  setText(node.querySelector("button"), nameOf(visitorById(state, conversation?.visitor ?? null)));
  time(since, each.since, timeOf);
  setText(why, each.told ? each.why : `${each.why}; is being asked first`);
  setText(tier, each.tier ?? "None");
  setText(team, each.team ?? "A teammate");
  time(due, each.due, timeToCome);
}

function time(cell, seconds, words) {
  const text = words(seconds);
  if (cell.textContent !== text) cell.replaceChildren(timeElement(seconds, text));
}
