// The programs under test, as their users start them.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../target/debug/', import.meta.url));

/** Starts a built program and waits until it has said `ready`. It ends when its standard input does, or by `end`. */
export function started(name, args, ready) {
  const child = spawn(`${built}${name}`, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  let heard = '';
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)));
    child.stdout.on('data', (chunk) => {
      heard += chunk;
      const said = heard.match(ready);
      if (said) resolve({ said, end: () => ended(child) });
    });
  });
}

/** Interrupts a program, as Ctrl-C does; the code it ends with. */
function ended(child) {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', resolve);
    child.kill('SIGINT');
  });
}
