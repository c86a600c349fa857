import { el } from "./dom.js";

let ahead = 0;
let shown = formats("UTC");

/** The server's clock decides what "now" is; the browser's only measures how long ago it told us. Unix seconds. */
export function setNow(seconds) {
  ahead = seconds * 1000 - Date.now();
}

/** Every time on the page is the office's, wherever its reader is: what the agent says of the morning is so too. */
export function setZone(zone) {
  if (shown.zone !== zone) shown = formats(zone);
}

/** Unix seconds. */
export function now() {
  return Math.floor((Date.now() + ahead) / 1000);
}

function formats(timeZone) {
  const format = (options) => new Intl.DateTimeFormat(undefined, { timeZone, hourCycle: "h23", ...options });
  return {
    zone: timeZone,
    time: format({ hour: "2-digit", minute: "2-digit" }),
    seconds: format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    day: format({ day: "numeric", month: "short" }),
    weekday: format({ weekday: "short", day: "numeric", month: "short" }),
    whole: format({ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" }),
    date: new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }),
  };
}

/** How many days after today; less than none before. */
function daysAhead(seconds) {
  const date = (moment) => Date.parse(shown.date.format(new Date(moment * 1000)));
  return Math.round((date(seconds) - date(now())) / 86_400_000);
}

/** "14:02", and with the day when that is not today. */
export function timeOf(seconds) {
  const date = new Date(seconds * 1000);
  return daysAhead(seconds) === 0 ? shown.time.format(date) : `${shown.day.format(date)}, ${shown.time.format(date)}`;
}

/** "22:00", "tomorrow, 09:00", "Sun, 28 Mar, 01:55": of a time to come. */
export function timeToCome(seconds) {
  const date = new Date(seconds * 1000);
  const day = { 0: "", 1: "tomorrow, " }[daysAhead(seconds)] ?? `${shown.weekday.format(date)}, `;
  return day + shown.time.format(date);
}

/** "Mon, 23 Nov, 21:47" */
export function timeWithDay(seconds) {
  const date = new Date(seconds * 1000);
  return `${shown.weekday.format(date)}, ${shown.time.format(date)}`;
}

/** "14:02:09", for entries that follow each other within a second. */
export function timeWithSeconds(seconds) {
  return shown.seconds.format(new Date(seconds * 1000));
}

/** "Tuesday 24 November 2026 at 08:59:00 CET" */
export function wholeTime(seconds) {
  return shown.whole.format(new Date(seconds * 1000));
}

/** Whether a time lies on this very day. */
export function isToday(seconds) {
  return daysAhead(seconds) === 0;
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
  return el("time", { datetime: new Date(seconds * 1000).toISOString(), title: wholeTime(seconds) }, text);
}
