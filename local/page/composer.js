import { byId, setAttribute, setText } from "./dom.js";

/**
 * A text field that sends on Enter, and gives the text back only once it was accepted. Each conversation
 * keeps its own draft. `send(text)` rejects with the sentence to show; `sent(result)` runs after the draft is gone.
 */
export function createComposer({ form, input, error, send, sent }) {
  const drafts = new Map();
  const field = byId(input);
  const complaint = byId(error);
  const button = byId(form).querySelector("button[type=submit]");
  let key = null;
  let busy = false;

  function switchTo(next) {
    if (next === key) return;
    if (key !== null) drafts.set(key, field.value);
    key = next;
    field.value = drafts.get(next) ?? "";
    complain("");
  }

  function complain(text) {
    setText(complaint, text);
    setAttribute(field, "aria-invalid", text ? "true" : null);
  }

  /** Also used by buttons that send a text nobody typed; that text lands in the field if it is refused. */
  async function submit(text) {
    if (busy || !text.trim()) return;
    const from = key;
    busy = true;
    setAttribute(button, "aria-disabled", "true");
    complain("");
    try {
      const result = await send(text);
      if (key === from && field.value === text) field.value = "";
      if (key !== from) drafts.delete(from);
      sent?.(result);
    } catch (problem) {
      if (key === from && field.value === "") field.value = text;
      if (key !== from) drafts.set(from, text);
      complain(problem.message);
    } finally {
      busy = false;
      setAttribute(button, "aria-disabled", null);
    }
  }

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit(field.value);
  });
  field.addEventListener("input", () => complain(""));
  byId(form).addEventListener("submit", (event) => {
    event.preventDefault();
    field.focus();
    submit(field.value);
  });
  return { field, submit, switchTo };
}
