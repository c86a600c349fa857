import { byId, setAttribute, setText } from "./dom.js";
import { setPaused, uninstall } from "./api.js";
import { attempt } from "./attempt.js";

/** Whether Nexora has a seat in this workspace, and what its admin can do about it. */
export function createSeat(desk) {
  const install = byId("seat-install");
  const pause = byId("seat-pause");
  const remove = byId("seat-uninstall");
  const yes = byId("seat-yes");
  const no = byId("seat-no");
  let asked = null;

  function ask(workspace) {
    asked = workspace;
    desk.render();
    (workspace === null ? remove : no).focus();
  }

  pause.addEventListener("click", () => {
    const { id, paused } = desk.state.workspace;
    attempt(desk, "seat-error", () => setPaused(id, !paused));
  });
  remove.addEventListener("click", () => ask(desk.state.workspace.id));
  no.addEventListener("click", () => ask(null));
  yes.addEventListener("click", async () => {
    const { id } = desk.state.workspace;
    asked = null;
    await attempt(desk, "seat-error", () => uninstall(id));
    byId("seat-title").focus();
  });
  byId("seat").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && asked !== null) ask(null);
  });
  let shown = null;

  return function update(state) {
    const { id, presence } = state.workspace;
    if (shown !== id) setText(byId("seat-error"), "");
    shown = id;
    const isIn = presence === "working" || presence === "unconfigured";
    if (!isIn || asked !== id) asked = null;
    const { title, text } = asked === null ? words(state) : question(state);
    setText(byId("seat-title"), title);
    setText(byId("seat-text"), text);
    byId("seat").dataset.presence = state.workspace.paused ? "paused" : presence;
    setAttribute(install, "href", state.workspace.install);
    setText(install, presence === "removed" ? "Install again" : "Install");
    install.hidden = isIn;
    byId("seat-configure").hidden = !isIn || asked !== null;
    byId("seat-configure").classList.toggle("primary", presence === "unconfigured");
    pause.hidden = presence !== "working" || asked !== null;
    setText(pause, state.workspace.paused ? "Resume" : "Pause");
    remove.hidden = !isIn || asked !== null;
    yes.hidden = asked === null;
    no.hidden = asked === null;
  };
}

function words({ workspace, admins }) {
  switch (workspace.presence) {
    case "working": {
      if (workspace.paused) return { title: "Nexora is paused here", text: "It says nothing. What visitors write is left to the team." };
      const agent = admins.find((admin) => admin.id === workspace.agent_admin_id);
      return { title: `Nexora answers here${agent ? ` as ${agent.name}` : ""}`, text: "It follows this workspace's configuration." };
    }
    case "unconfigured":
      return { title: "Nexora is installed, and silent", text: "It has no configuration here yet. There is one to start with." };
    case "removed":
      return { title: "Nexora was removed here", text: "It is silent. Installed again, it finds its configuration." };
    default:
      return { title: "Nexora is not installed here", text: `${workspace.name} works with Intercom alone: its visitors wait for a person. An admin can let Nexora in.` };
  }
}

function question({ workspace }) {
  return { title: `Remove Nexora from ${workspace.name}?`, text: "As its admin does in Intercom's settings. Intercom then ends Nexora's access and tells it so." };
}
