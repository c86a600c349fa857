import { byId, el, setAttribute, setText } from "./dom.js";
import { rate } from "./api.js";
import { attempt } from "./attempt.js";

/** Intercom's words for 1 to 5. */
const WORDS = ["Terrible", "Bad", "OK", "Great", "Amazing"];

/** "Great (4 of 5)", or null where nobody has rated. */
export function ratingText(score) {
  return score === null ? null : `${WORDS[score - 1]} (${score} of ${WORDS.length})`;
}

/** Lets a visitor rate the conversation that `shown` names. It is offered once somebody has answered, and may be changed. */
export function createRating(desk, shown) {
  const panel = byId("rating");
  const buttons = WORDS.map((word, index) => {
    const score = index + 1;
    const button = el("button", { type: "button", class: "button score", "data-testid": `rate-${score}` }, word);
    button.addEventListener("click", () => {
      attempt(desk, "rating-error", () => rate(desk.view.workspace, desk.view.visitor, shown().id, score));
    });
    return button;
  });
  byId("rating-scores").append(...buttons);
  let last = null;

  return function update(conversation) {
    panel.hidden = !conversation?.rateable || conversation.pending;
    if (panel.hidden) return;
    if (last !== conversation.id) setText(byId("rating-error"), "");
    last = conversation.id;
    setText(byId("rating-question"), conversation.rating === null ? "How did we do?" : "Thank you. You can change your mind:");
    buttons.forEach((button, index) => setAttribute(button, "aria-pressed", String(conversation.rating === index + 1)));
  };
}
