import { byId } from "./dom.js";
import { conversationById } from "./workspace.js";

/** The way from a conversation to the decision of its newest turn: the rules, and what they looked at. */
export function createWhy(desk) {
  const button = byId("why-button");
  const newest = () => {
    const conversation = conversationById(desk.state, desk.view.selected);
    const turns = desk.state.feed.filter((entry) => entry.kind === "turn" && entry.trace?.length
      && entry.conversation === conversation?.id && entry.workspace === desk.state.workspace.id);
    return turns.reduce((last, entry) => (last === null || entry.seq > last.seq ? entry : last), null);
  };

  button.addEventListener("click", () => {
    const turn = newest();
    if (turn === null) return;
    desk.choose({ feedScope: "this", hiddenKinds: desk.view.hiddenKinds.filter((kind) => kind !== "turn") });
    desk.goTo("feed");
    const row = byId("feed-rows").querySelector(`[data-seq="${turn.seq}"] details`);
    if (row === null) return;
    row.open = true;
    row.scrollIntoView({ block: "nearest" });
    row.querySelector("summary").focus({ preventScroll: true });
  });

  return function update() {
    button.hidden = newest() === null;
  };
}
