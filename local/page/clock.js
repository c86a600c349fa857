import { el } from "./dom.js";

let ahead = 0;

/** The server's clock decides what "now" is; the browser's only measures how long ago it told us. Unix seconds. */
export function setNow(seconds) {
  ahead = seconds * 1000 - Date.now();
}

const shortTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const longTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const shortDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

/** "14:02", and with the day when that is not today. */
export function timeOf(seconds) {
  const date = new Date(seconds * 1000);
  const today = new Date(Date.now() + ahead).toDateString() === date.toDateString();
  return today ? shortTime.format(date) : `${shortDay.format(date)}, ${shortTime.format(date)}`;
}

/** "14:02:09", for entries that follow each other within a second. */
export function timeWithSeconds(seconds) {
  return longTime.format(new Date(seconds * 1000));
}

/** "now", "4 min", "2 h", "3 d". */
export function ago(seconds) {
  const passed = (Date.now() + ahead) / 1000 - seconds;
  if (passed < 60) return "now";
  if (passed < 3600) return `${Math.floor(passed / 60)} min`;
  if (passed < 86400) return `${Math.floor(passed / 3600)} h`;
  return `${Math.floor(passed / 86400)} d`;
}

/** A `<time>` with the whole date as its tooltip. */
export function timeElement(seconds, text) {
  const date = new Date(seconds * 1000);
  return el("time", { datetime: date.toISOString(), title: whole.format(date) }, text);
}
