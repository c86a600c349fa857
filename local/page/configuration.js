import { byId, setAttribute, setText } from "./dom.js";
import { publishConfiguration, readConfiguration, readRecipes } from "./api.js";
import { createEditor } from "./editor.js";
import { createRecipes } from "./recipes.js";

/** This workspace's configuration as YAML, in place of its conversations while it is open. Each keeps its own draft. */
export function createConfiguration(desk) {
  const panel = byId("configuration");
  const opener = byId("seat-configure");
  const publish = byId("configuration-publish");
  const editor = createEditor("configuration");
  const recipes = createRecipes("configuration", editor, () => {
    say("", "Nothing of it is live before it is published.");
  });
  const drafts = new Map();
  let open = null;
  let saved = null;
  /** The version `saved` is; null for one to start with. */
  let number = null;
  let busy = false;

  function say(error, status = "") {
    setText(byId("configuration-error"), error);
    setText(byId("configuration-status"), status);
  }

  async function show(workspace, forget = false) {
    leave();
    open = workspace;
    desk.render();
    say("");
    editor.set(null);
    recipes.offer([]);
    try {
      const [read, toTry] = await Promise.all([readConfiguration(workspace), readRecipes(workspace)]);
      if (open !== workspace) return;
      saved = read.yaml;
      number = read.live;
      setText(byId("configuration-note"), number !== null
        ? live(number)
        : "A configuration to start with, made for this shop. Nothing of it is live before it is published.");
      editor.set(forget ? saved : drafts.get(workspace) ?? saved);
      recipes.offer(toTry);
    } catch (problem) {
      if (open !== workspace) return;
      say(problem.message);
    }
    byId("configuration-heading").focus();
  }

  function leave() {
    if (open !== null && saved !== null) {
      if (editor.field.value === saved) drafts.delete(open);
      else drafts.set(open, editor.field.value);
    }
    open = null;
    saved = null;
  }

  function close() {
    leave();
    desk.render();
    opener.focus();
  }

  async function send() {
    if (busy || saved === null) return;
    const workspace = open;
    const yaml = editor.field.value;
    busy = true;
    setAttribute(publish, "aria-disabled", "true");
    say("", "Checking it …");
    try {
      const published = await publishConfiguration(workspace, yaml, number);
      if (open === workspace) {
        saved = yaml;
        number = published.live;
        editor.mark(null);
        setText(byId("configuration-note"), live(number));
        say("", "Published. The next message follows it.");
      }
    } catch (problem) {
      if (open === workspace) refuse(problem);
    } finally {
      busy = false;
      setAttribute(publish, "aria-disabled", null);
    }
    await desk.refresh();
  }

  function refuse(problem) {
    say(problem.message);
    if (problem.place) editor.goTo(problem.place);
    else setAttribute(editor.field, "aria-invalid", "true");
  }

  opener.addEventListener("click", () => (open === null ? show(desk.state.workspace.id) : close()));
  publish.addEventListener("click", send);
  byId("configuration-undo").addEventListener("click", () => {
    drafts.delete(open);
    const workspace = open;
    saved = null;
    show(workspace, true);
  });
  byId("configuration-close").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
  });
  editor.field.addEventListener("input", () => say(""));

  return function update(state) {
    const { id, presence, name } = state.workspace;
    const isIn = presence === "working" || presence === "unconfigured";
    if (open !== null && (open !== id || !isIn)) leave();
    if (desk.arrived === id) {
      desk.arrived = null;
      if (presence === "unconfigured") queueMicrotask(() => show(id));
    }
    panel.hidden = open === null;
    byId("inbox-frame").hidden = open !== null;
    setAttribute(opener, "aria-expanded", String(open !== null));
    setText(byId("configuration-heading"), `Configuration of ${name}`);
  };
}

function live(number) {
  return `Version ${number}, which is live. Change it and publish it; the next message follows it.`;
}
