import { byId, setText } from "./dom.js";
import { followChanges } from "./changes.js";

/** Keeps the page live: `read()` fetches the state, `apply(state)` draws it, and the banner says when neither works. */
export function createConnection(read, apply) {
  const banner = byId("connection-banner");
  let running = null;
  let again = false;

  function say(name, text) {
    byId("link-state").dataset.state = name;
    setText(byId("link-text"), text);
  }

  async function readUntilCurrent() {
    do {
      again = false;
      let state;
      try {
        state = await read();
      } catch (problem) {
        changes.drop(problem.message);
        return;
      }
      changes.healthy();
      banner.hidden = true;
      say("live", "Live");
      apply(state);
    } while (again);
  }

  /** One read at a time; whatever is announced meanwhile is covered by one more. Never rejects for a lost server. */
  function refresh() {
    if (running) {
      again = true;
      return running;
    }
    running = readUntilCurrent().finally(() => { running = null; });
    return running;
  }

  const changes = followChanges({
    heard: refresh,
    lost(reason) {
      setText(byId("connection-reason"), reason);
      banner.hidden = false;
      say("lost", "Not connected");
    },
    waiting(seconds) {
      setText(byId("connection-countdown"), seconds > 0 ? `Trying again in ${seconds} s.` : "Trying again now.");
    },
  });
  byId("connection-retry").addEventListener("click", () => {
    setText(byId("connection-countdown"), "Trying again now.");
    changes.retry();
  });
  return { refresh };
}
