const LONGEST_WAIT = 10;

/**
 * Follows `/api/changes` for as long as the page is open. `EventSource` retries by itself, but silently and
 * not after every error, so the waiting is done here where the person can see it and cut it short.
 *
 * `heard(changed)`: connected, or told of a change. `lost(reason)` once per failure, `waiting(seconds)` each second.
 */
export function followChanges({ heard, lost, waiting }) {
  let source = null;
  let failures = 0;
  let timer = null;

  function connect() {
    clearInterval(timer);
    source?.close();
    source = new EventSource("/api/changes");
    source.onopen = () => heard();
    source.onmessage = () => heard();
    source.onerror = () => drop("The connection to the local server is lost.");
  }

  function drop(reason) {
    source?.close();
    clearInterval(timer);
    let left = Math.min(2 ** failures, LONGEST_WAIT);
    failures += 1;
    lost(reason);
    waiting(left);
    timer = setInterval(() => {
      left -= 1;
      waiting(left);
      if (left <= 0) connect();
    }, 1000);
  }

  connect();
  addEventListener("online", connect);
  return {
    drop,
    retry: connect,
    healthy: () => { failures = 0; },
  };
}
