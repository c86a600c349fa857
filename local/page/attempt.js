import { byId, setText } from "./dom.js";

/**
 * Runs what a control asked for, shows a refusal in the line next to it, and redraws from the server's state,
 * which puts the control back to what is true. The next success clears the line.
 */
export async function attempt(desk, errorId, action) {
  const line = byId(errorId);
  try {
    await action();
    setText(line, "");
  } catch (problem) {
    setText(line, problem.message);
  }
  await desk.refresh();
  desk.render();
}
