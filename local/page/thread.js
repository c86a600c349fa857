import { byId, mirror, setText } from "./dom.js";
import { createPart, drawPart } from "./part.js";

const CLOSE_TO_THE_END = 40;

/**
 * A scrolling list of parts that follows the newest one for as long as its reader is at the end, and
 * otherwise stays where it is and offers to jump. Elements: `<name>-thread`, `-parts`, `-state`, `-jump`.
 */
export function createThread(name) {
  const scroller = byId(`${name}-thread`);
  const list = byId(`${name}-parts`);
  const hint = byId(`${name}-state`);
  const jump = byId(`${name}-jump`);
  let shown = null;
  let last = null;
  let following = true;
  let top = 0;

  const toEnd = () => { scroller.scrollTop = scroller.scrollHeight; };
  const toPlace = () => {
    if (list.hidden) scroller.scrollTop = 0;
    else if (following) toEnd();
    else scroller.scrollTop = top;
  };

  scroller.addEventListener("scroll", () => {
    if (scroller.clientHeight === 0) return;
    top = scroller.scrollTop;
    following = scroller.scrollHeight - top - scroller.clientHeight < CLOSE_TO_THE_END;
    if (following) jump.hidden = true;
  }, { passive: true });
  // A hidden region forgets how far it was scrolled; a growing composer covers the end.
  new ResizeObserver(toPlace).observe(scroller);
  jump.addEventListener("click", () => {
    following = true;
    jump.hidden = true;
    toEnd();
    scroller.focus({ preventScroll: true });
  });

  /** `key` names the conversation; `state` is the line under the last part, or "". */
  return function show(key, parts, state, busy) {
    const another = key !== shown;
    const newest = parts.at(-1)?.id ?? null;
    const grown = newest !== last;
    shown = key;
    last = newest;
    if (another) following = true;
    const previous = new Map(parts.map((part, index) => [part.id, parts[index - 1]]));
    mirror(list, parts, (part) => part.id, createPart, (node, part) => drawPart(node, part, previous.get(part.id)));
    list.hidden = parts.length === 0;
    hint.hidden = state === "";
    hint.classList.toggle("busy", busy);
    setText(hint, state);
    if (following) toPlace();
    jump.hidden = following || !(grown || !jump.hidden);
  };
}
