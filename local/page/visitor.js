import { byId, setText } from "./dom.js";
import { fillSelect, openOnArrow } from "./options.js";
import { setProfile } from "./api.js";
import { attempt } from "./attempt.js";
import { nameOf, pathOf, visitorById } from "./workspace.js";

const OTHER = "other";

/** Who the visitor is and where on the site: the settings over the Messenger. */
export function createVisitor(desk) {
  const who = byId("visitor-select");
  const page = byId("page-select");
  const pageText = byId("page-text");
  const plan = byId("plan-select");
  const segment = byId("segment-select");

  const settings = byId("settings");
  settings.open = desk.view.settingsOpen;
  settings.addEventListener("toggle", () => desk.choose({ settingsOpen: settings.open }));
  who.addEventListener("change", () => desk.choose({ visitor: who.value }));
  page.addEventListener("change", () => {
    desk.choose({ page: page.value });
    if (page.value === OTHER) pageText.focus();
  });
  pageText.addEventListener("input", () => desk.choose({ pageText: pageText.value }));
  pageText.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    desk.choose({ page: desk.state.pages[0] ?? OTHER });
    page.focus();
  });
  for (const select of [plan, segment]) {
    openOnArrow(select);
    select.addEventListener("change", () => {
      attempt(desk, "visitor-error", () => setProfile(desk.view.workspace, desk.view.visitor, plan.value, segment.value));
    });
  }

  return function update(state) {
    const visitor = visitorById(state, desk.view.visitor);
    fillSelect(who, state.visitors.map((each) => ({ value: each.id, label: labelOf(each) })), desk.view.visitor);
    fillSelect(page, [...state.pages.map((url) => ({ value: url, label: url.replace(/^https?:\/\//, "") })), { value: OTHER, label: "Another page…" }], desk.view.page);
    fillSelect(plan, choices(state.plans, visitor?.plan), visitor?.plan);
    fillSelect(segment, choices(state.segments, visitor?.segment), visitor?.segment);
    byId("page-text-field").hidden = desk.view.page !== OTHER;
    if (pageText.value !== desk.view.pageText) pageText.value = desk.view.pageText;
    setText(byId("visitor-summary"), visitor ? `${nameOf(visitor)} on ${pathOf(currentUrl(desk.view)) || "no page"}` : "No visitors");
  };
}

/** The address the visitor writes from. */
export function currentUrl(view) {
  return view.page === OTHER ? view.pageText.trim() : view.page;
}

function labelOf(visitor) {
  const kind = visitor.role === "user" ? visitor.company ?? "user" : visitor.role;
  return kind ? `${nameOf(visitor)} (${kind})` : nameOf(visitor);
}

/** The known values, and the visitor's own when it is none of them. */
function choices(known, own) {
  const values = known.includes(own) ? known : [own ?? "", ...known];
  return values.map((value) => ({ value, label: value || "None" }));
}
