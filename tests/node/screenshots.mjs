// The pictures of the README, of a real run of the demo: node screenshots.mjs FOLDER

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launched } from './browser.mjs';
import { started } from './program.mjs';

const [into] = process.argv.slice(2);
if (!into) throw new Error('Say where to put the pictures: node screenshots.mjs FOLDER');

const data = await mkdtemp(join(tmpdir(), 'nexora-screenshots-'));
const program = await started('nexora-local', ['--port', '0', '--data', data, '--at', '2026-11-24T10:00[Europe/Berlin]'], /Nexora is at {2}(\S+)/);
const browser = await launched();
const page = await browser.newPage({ colorScheme: 'light', locale: 'en-GB' });
const hook = (name) => page.getByTestId(name);
const parts = (region, kind) => hook(region).locator(`[data-kind="${kind}"]`);

/** Plays a visitor on a page of the shop. */
async function visits(name, path) {
  const option = hook('visitor-select').locator('option', { hasText: name });
  await hook('visitor-select').selectOption(await option.getAttribute('value'));
  await hook('page-select').selectOption(`https://www.acmetea.example${path}`);
  await hook('new-conversation').click();
}

/** Writes, and waits for the agent's next message. */
async function says(text) {
  const answers = await parts('messenger-thread', 'agent').count();
  await hook('messenger-input').fill(text);
  await hook('messenger-send').click();
  await parts('messenger-thread', 'agent').nth(answers).waitFor();
}

/** Waits until something of the open conversation says so. */
function shows(name, text) {
  return hook(name).getByText(text).first().waitFor();
}

/** Takes as much off the page's height as there is of a message that is cut off at the top of the Inbox's thread. */
async function withoutHalves() {
  const half = await hook('inbox-thread').evaluate((thread) => {
    const top = thread.getBoundingClientRect().top;
    const whole = [...thread.querySelectorAll('[data-testid=part]')].find((part) => part.getBoundingClientRect().top >= top);
    return Math.floor(whole.getBoundingClientRect().top - top);
  });
  const margin = 14;
  const { width, height } = page.viewportSize();
  if (half > margin && half < 160) await page.setViewportSize({ width, height: height - (half - margin) });
}

async function isShot(name, clip) {
  // Nothing has the focus, the pointer is nowhere, and the newest messages are in sight.
  await page.evaluate(() => document.activeElement?.blur());
  await page.mouse.move(0, 0);
  await page.waitForTimeout(300);
  await clip.screenshot({ path: join(into, name), animations: 'disabled' });
}

try {
  await page.setViewportSize({ width: 1660, height: 1060 });
  await page.goto(program.said[1]);

  await visits('Priya Nair', '/shop/green-teas');
  await says('We need 400 more boxes a month from June');
  await shows('company-facts', 'CS escalation');

  await visits('Jonas Lindt', '/account/delivery');
  await says('Where is my parcel AT-20418?');
  await shows('attributes', 'answered');
  await hook('rate-5').click();
  await shows('conversation-facts', 'Amazing');

  await visits('Ana Ruiz', '/pricing');
  await says('What does the Team plan cost?');
  await says('We are 14 people and need one invoice a quarter. Can I talk to a person? Mail me at office@ruiz.example');
  await shows('attributes', 'handed_off');
  await shows('contact-facts', 'MQL');
  await shows('tags', 'Expansion');
  await withoutHalves();
  await isShot('inbox.png', page.locator('#inbox'));

  await page.setViewportSize({ width: 1440, height: 1120 });
  await withoutHalves();
  await isShot('page.png', page);
} finally {
  await browser.close();
  await program.end();
  await rm(data, { recursive: true });
}
