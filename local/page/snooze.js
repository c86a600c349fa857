import { byId } from "./dom.js";
import { snooze } from "./api.js";
import { attempt } from "./attempt.js";
import { fillSelect, openOnArrow } from "./options.js";
import { now, timeToCome } from "./clock.js";
import { conversationById } from "./workspace.js";

const AGES = { hour: 3600, day: 86_400 };

/** Putting a conversation out of sight until a time, and back. */
export function createSnooze(desk) {
  const select = byId("snooze-select");
  const end = byId("unsnooze-button");
  const until = (time) => attempt(desk, "conversation-error", () => snooze(desk.view.workspace, desk.view.teammate, desk.view.selected, time));

  openOnArrow(select);
  select.addEventListener("change", () => {
    const { value } = select;
    select.value = "";
    until(value in AGES ? now() + AGES[value] : Number(value));
  });
  end.addEventListener("click", async () => {
    await until(null);
    select.focus();
  });

  return function update(state) {
    const conversation = conversationById(state, desk.view.selected);
    if (conversation === null) return;
    const isSnoozed = conversation.state === "snoozed";
    byId("snooze-field").hidden = isSnoozed || conversation.state === "closed";
    end.hidden = !isSnoozed;
    const opening = state.office.marks.find((mark) => mark.name === "opening");
    fillSelect(select, [
      { value: "", label: "Snooze" },
      { value: "hour", label: "For an hour" },
      { value: "day", label: "For a day" },
      ...(opening ? [{ value: String(opening.at), label: `Until the opening: ${timeToCome(opening.at)}` }] : []),
    ], "");
  };
}
