import { el } from "./dom.js";

const VERDICTS = {
  matched: "Matched",
  "not matched": "Not matched",
  "not reached": "Not needed",
  noted: "Noted",
  "takes over": "Takes over",
  "passed over": "Passed over",
  "not needed": "Not needed",
};

/** The rules and steps that were tried, in order, with the facts each one looked at. */
export function traceList(steps) {
  return el("ol", { class: "trace" }, ...steps.map(step));
}

function step({ name, verdict, why, facts }) {
  const item = el("li", { class: "step", "data-verdict": verdict },
    el("p", { class: "step-head" },
      el("span", { class: "step-name" }, name),
      el("span", { class: "verdict" }, VERDICTS[verdict] ?? verdict)));
  if (why) item.append(el("p", { class: "why" }, why));
  if (facts?.length) item.append(el("dl", { class: "fact-list" }, ...facts.map(fact)));
  return item;
}

function fact({ name, value, origin }) {
  return el("div", {},
    el("dt", {}, name),
    el("dd", { class: "value" }, shown(value)),
    el("dd", { class: "origin" }, `from ${origin}`));
}

/** A value as it was compared, whatever its type. */
export function shown(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
