import { byId, el, mirror, setAttribute, setText } from "./dom.js";
import { turnClock } from "./api.js";
import { attempt } from "./attempt.js";
import { isToday, now, timeToCome, timeWithDay, wholeTime } from "./clock.js";

const HOUR = 3600;
const EVERY_SECOND = 1000;

/** The office's time, whether people are there, and turning the clock forward. */
export function createOffice(desk) {
  const turning = byId("turning");
  const toggle = byId("turning-button");
  let minute = null;
  let busy = false;

  async function turn({ name, at }) {
    if (busy) return;
    busy = true;
    desk.render();
    await attempt(desk, "turning-error", () => turnClock(desk.view.workspace, name === "hour" ? now() + HOUR : at));
    busy = false;
    desk.render();
    setText(byId("turning-status"), `It is ${wholeTime(now())}.`);
    // The button that was pressed may have gone with its time.
    if (document.activeElement === document.body) toggle.focus();
  }

  function tick() {
    if (desk.state === null) return;
    const time = byId("office-time");
    setText(time, timeWithDay(now()));
    setAttribute(time, "title", wholeTime(now()));
    const current = Math.floor(now() / 60);
    // Nobody tells the page that the office opened: only time has passed.
    if (minute !== null && minute !== current && !document.hidden) desk.refresh();
    minute = current;
  }

  toggle.addEventListener("click", () => desk.choose({ turning: !desk.view.turning }));
  turning.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    desk.choose({ turning: false });
    toggle.focus();
  });
  setInterval(tick, EVERY_SECOND);

  return function update({ office, waiting }) {
    tick();
    turning.hidden = !desk.view.turning;
    setAttribute(toggle, "aria-expanded", String(desk.view.turning));
    setText(byId("office-zone"), place(office.zone));
    const { badge, until } = words(office, waiting.length);
    byId("office").dataset.standing = office.standing;
    byId("office-standing").hidden = badge === "";
    setText(byId("office-standing"), badge);
    setText(byId("office-until"), until);
    mirror(byId("marks"), [...office.marks, { name: "hour", at: null }], (mark) => mark.name, (mark) => item(mark.name, turn), (node, mark) => {
      const button = node.firstElementChild;
      node.mark = mark;
      setAttribute(button, "aria-disabled", busy ? "true" : null);
      setText(button.firstElementChild, label(mark));
      setText(button.lastElementChild, mark.at === null ? "" : timeToCome(mark.at));
    });
  };
}

function item(name, turn) {
  const button = el("button", { type: "button", class: "button", "data-testid": `turn-${name}` }, el("b"), " ", el("span"));
  const node = el("li", {}, button);
  button.addEventListener("click", () => turn(node.mark));
  return node;
}

function label({ name, at }) {
  switch (name) {
    case "tonight": return isToday(at) ? "Tonight" : "Next night";
    case "eve": return "A minute before opening";
    case "opening": return "Opening";
    case "change": return "Before the clocks change";
    default: return "One hour on";
  }
}

/** "Berlin" of "Europe/Berlin". */
function place(zone) {
  return zone.split("/").at(-1).replaceAll("_", " ");
}

function words({ standing, opens }, count) {
  const queue = count === 0 ? "" : `${count} ${count === 1 ? "waits" : "wait"} for people to be back`;
  const until = { closed: () => `until ${timeToCome(opens)}`, unknown: () => "Intercom's schedule could not be read" }[standing]?.() ?? "";
  const badge = { open: "Open", closed: "Closed", always: "Open at any hour", never: "Closed for good", unknown: "Hours unknown" }[standing] ?? "";
  return { badge, until: [until, queue].filter(Boolean).join(" · ") };
}
