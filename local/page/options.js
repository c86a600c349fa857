import { el } from "./dom.js";

const filled = new WeakMap();

/**
 * Fills a select with `[{ value, label, disabled? }]` and `[{ group, options }]`. The options are only
 * touched when they differ, so an open list is not pulled away by an update.
 */
export function fillSelect(select, entries, value) {
  const signature = JSON.stringify(entries);
  if (filled.get(select) !== signature) {
    filled.set(select, signature);
    select.replaceChildren(...entries.map(entryNode));
  }
  const wanted = value ?? "";
  if (select.value !== wanted) select.value = wanted;
}

function entryNode(entry) {
  if (entry.group) return el("optgroup", { label: entry.group }, ...entry.options.map(entryNode));
  return el("option", { value: entry.value, disabled: entry.disabled }, entry.label);
}

/**
 * On a closed select the arrow keys change the value at once. Where a change acts on the server, they open
 * the list instead, so that passing over "Nobody" does not unassign.
 */
export function openOnArrow(select) {
  select.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (typeof select.showPicker !== "function") return;
    event.preventDefault();
    select.showPicker();
  });
}
