const KEY = "nexora-choices";

/** Who is played and what is open survives a reload of this tab. What anyone typed is never stored. */
export function loadChoices() {
  const fresh = { visitor: null, shown: {}, page: null, pageText: "", settingsOpen: true, teammate: null, selected: null, feedScope: "all", hiddenKinds: [] };
  try {
    return { ...fresh, ...JSON.parse(sessionStorage.getItem(KEY) ?? "{}") };
  } catch {
    return fresh;
  }
}

export function saveChoices(choices) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // A browser that forbids storage still plays; it only forgets on reload.
  }
}
