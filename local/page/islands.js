import { byId, el, mirror, setAttribute, setText } from "./dom.js";

/** The workspaces in the header. Each is an island: its people, its conversations, its Nexora. */
export function createIslands(desk) {
  const group = byId("islands");

  return function update(state) {
    mirror(group, state.workspaces, (each) => each.id, (each) => island(each, desk), (button, each) => {
      setText(button, each.name);
      setAttribute(button, "aria-pressed", String(each.id === state.workspace.id));
    });
    document.body.dataset.look = state.workspace.look;
    document.title = `${state.workspace.name} · Nexora for Intercom`;
  };
}

function island(workspace, desk) {
  const button = el("button", { type: "button", "data-testid": "island", "data-workspace-id": workspace.id });
  button.addEventListener("click", () => desk.enter(workspace.id));
  return button;
}
