import { createAnnouncer } from "./announcer.js";
import { readState } from "./api.js";
import { arrivedAt } from "./arrival.js";
import { createConfiguration } from "./configuration.js";
import { createConnection } from "./connection.js";
import { createConversation } from "./conversation.js";
import { createDetails } from "./details.js";
import { createFeed } from "./feed.js";
import { createInbox } from "./inbox.js";
import { createIslands } from "./islands.js";
import { createMessenger, shownConversation } from "./messenger.js";
import { createOffice } from "./office.js";
import { createQueue } from "./queue.js";
import { createRegions } from "./regions.js";
import { createSeat } from "./seat.js";
import { createSnooze } from "./snooze.js";
import { createTeammate, playable } from "./teammate.js";
import { createVisitor } from "./visitor.js";
import { createWhy } from "./why.js";
import { loadChoices, moveTo, saveChoices } from "./choices.js";
import { setNow, setZone } from "./clock.js";
import { conversationById, newestFirst, visitorById } from "./workspace.js";

const AGES_MOVE_EVERY = 20_000;

/** What every part of the page works with: the server's state, the person's choices, and ways to move on. */
const desk = {
  state: null,
  view: loadChoices(),
  /** The workspace an install has just ended in. */
  arrived: arrivedAt(),
  /** Changes the view, never the state: that only comes from the server. */
  choose(change) {
    Object.assign(desk.view, change);
    saveChoices(desk.view);
    render();
  },
  /** Goes to another workspace. What is on screen changes with the state, in one piece. */
  enter(workspace) {
    wanted = workspace;
    return connection.refresh();
  },
  render,
  refresh: () => connection.refresh(),
  goTo: (name) => regions.goTo(name),
};

let wanted = desk.arrived ?? desk.view.workspace;
const announce = createAnnouncer();
const regions = createRegions(desk);
const updates = [createOffice, createIslands, createVisitor, createMessenger, createTeammate, createSeat, createConfiguration, createQueue, createInbox, createConversation, createSnooze, createDetails, createWhy, createFeed].map((create) => create(desk));

function render() {
  const { state, view } = desk;
  if (state === null) return;
  for (const update of updates) update(state);
  regions.update(state);
  announce(state, [view.selected, shownConversation(state, view)?.id]);
}

/** Choices that the state no longer offers fall back to the first one it does. */
function settle({ state, view }) {
  if (!visitorById(state, view.visitor)) view.visitor = state.visitors[0]?.id ?? null;
  if (view.page !== "other" && !state.pages.includes(view.page)) view.page = state.pages[0] ?? "other";
  const people = playable(state);
  if (!people.some((admin) => admin.id === view.teammate && admin.seat)) view.teammate = people.find((admin) => admin.seat)?.id ?? null;
  if (!conversationById(state, view.selected)) view.selected = newestFirst(state.conversations)[0]?.id ?? null;
}

async function read() {
  try {
    return await readState(wanted);
  } catch (problem) {
    // A workspace that this demo does not have, or no longer: an old tab, an old link.
    if (problem.status !== 404 || wanted === null) throw problem;
    wanted = null;
    return readState(null);
  }
}

const connection = createConnection(read, (state) => {
  // Somebody has gone on meanwhile; the next reading is of where they are.
  if (wanted !== null && state.workspace.id !== wanted) return;
  wanted = state.workspace.id;
  setNow(state.now);
  setZone(state.office.zone);
  desk.state = state;
  moveTo(desk.view, state.workspace.id);
  settle(desk);
  saveChoices(desk.view);
  delete document.body.dataset.loading;
  render();
});

setInterval(render, AGES_MOVE_EVERY);
