import { byId, el, setAttribute } from "./dom.js";

/** A text field with line numbers, which can point at a place. Elements: `<name>-text` and `<name>-lines`. */
export function createEditor(name) {
  const field = byId(`${name}-text`);
  const gutter = byId(`${name}-lines`);
  let marked = null;

  function number() {
    const count = field.value.split("\n").length;
    while (gutter.children.length > count) gutter.lastElementChild.remove();
    while (gutter.children.length < count) gutter.append(el("span", {}, String(gutter.children.length + 1)));
    [...gutter.children].forEach((line, index) => setAttribute(line, "data-wrong", index + 1 === marked));
  }

  function mark(line) {
    marked = line;
    setAttribute(field, "aria-invalid", line === null ? null : "true");
    number();
  }

  field.addEventListener("input", () => mark(null));
  field.addEventListener("scroll", () => { gutter.scrollTop = field.scrollTop; }, { passive: true });

  return {
    field,
    mark,
    /** Shows a text; until there is one (null), nothing can be written. */
    set(text) {
      field.readOnly = text === null;
      field.value = text ?? "";
      field.setSelectionRange(0, 0);
      field.scrollTop = 0;
      mark(null);
    },
    /** Puts the cursor at a line and a column, both from 1. */
    goTo({ line, column }) {
      const before = field.value.split("\n").slice(0, line - 1);
      const at = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
      field.focus();
      field.setSelectionRange(at, at);
      mark(line);
      // Browsers move the cursor without showing it.
      const height = field.scrollHeight / field.value.split("\n").length;
      field.scrollTop = Math.max(0, (line - 1) * height - field.clientHeight / 2);
      field.scrollLeft = 0;
    },
  };
}
