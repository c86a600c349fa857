import { byId, setAttribute } from "./dom.js";
import { fillSelect } from "./options.js";
import { setAway } from "./api.js";
import { attempt } from "./attempt.js";

/** Which teammate is played, and whether they are away. */
export function createTeammate(desk) {
  const who = byId("teammate-select");
  const away = byId("away-switch");

  who.addEventListener("change", () => desk.choose({ teammate: who.value }));
  away.addEventListener("click", () => {
    const next = away.getAttribute("aria-checked") !== "true";
    attempt(desk, "teammate-error", () => setAway(desk.view.workspace, desk.view.teammate, next));
  });

  return function update(state) {
    const people = playable(state);
    fillSelect(who, people.map((admin) => ({
      value: admin.id,
      label: `${admin.name}${admin.seat ? "" : " (no Inbox seat)"}`,
      disabled: !admin.seat,
    })), desk.view.teammate);
    const admin = people.find((each) => each.id === desk.view.teammate);
    setAttribute(away, "aria-checked", String(Boolean(admin?.away)));
  };
}

/** Teammates a person can play: everybody but the agent. */
export function playable(state) {
  return state.admins.filter((admin) => !admin.is_agent && admin.id !== state.workspace.agent_admin_id);
}
