const KEY = "nexora-choices";

/** What is chosen in each workspace by itself: ids mean somebody else in another one. */
const freshPlace = () => ({ visitor: null, shown: {}, page: null, pageText: "", teammate: null, selected: null });

/** Who is played and what is open survives a reload of this tab. What anyone typed is never stored. */
export function loadChoices() {
  const fresh = { ...freshPlace(), workspace: null, places: {}, settingsOpen: true, turning: false, feedScope: "all", hiddenKinds: [] };
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

/** Puts away what was chosen in one workspace and takes up what was chosen in another. */
export function moveTo(choices, workspace) {
  if (choices.workspace === workspace) return;
  const left = Object.fromEntries(Object.keys(freshPlace()).map((name) => [name, choices[name]]));
  const places = choices.workspace === null ? choices.places : { ...choices.places, [choices.workspace]: left };
  Object.assign(choices, freshPlace(), places[workspace], { workspace, places });
}
