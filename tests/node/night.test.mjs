// A newcomer sees the night and the morning: in a real browser, with the page's clock.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { audit, launched, scrollsSideways } from './browser.mjs';
import { started } from './program.mjs';

let folder, program, browser, page;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexora-night-'));
  const args = ['--port', '0', '--data', folder, '--at', '2026-11-23T21:30[Europe/Berlin]'];
  program = await started('nexora-local', args, /Nexora is at {2}(\S+)/);
  browser = await launched();
  // Far from the office: the page goes by the office's clock all the same.
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: 'en-GB', timezoneId: 'America/New_York' });
  page = await context.newPage();
  await page.goto(program.said[1]);
});

after(async () => {
  await browser?.close();
  assert.equal(await program?.end(), 0, 'Ctrl-C ends the program well');
  await rm(folder, { recursive: true });
});

const hook = (name) => page.getByTestId(name);
const parts = (region, kind) => hook(region).locator(`[data-kind="${kind}"]`);
const told = async (name) => (await hook(name).innerText()).replace(/\s+/g, ' ').trim();

/** Waits until what stands there is as it should be. */
async function until(name, pattern) {
  const expected = [name, pattern.source];
  await page.waitForFunction(([hook, source]) => {
    const text = document.querySelector(`[data-testid=${hook}]`).innerText.replace(/\s+/g, ' ').trim();
    return new RegExp(source).test(text);
  }, expected).catch(async () => assert.match(await told(name), pattern));
}

/** Writes, and reads the agent's next message. */
async function says(text) {
  const answers = await parts('messenger-thread', 'agent').count();
  await hook('messenger-input').fill(text);
  await hook('messenger-send').click();
  const answer = parts('messenger-thread', 'agent').nth(answers);
  await answer.waitFor();
  return answer.locator('.bubble').innerText();
}

async function isFine(width) {
  await page.setViewportSize({ width, height: 1000 });
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await audit(page), [], `${colorScheme}, ${width} pixels`);
    assert.equal(await scrollsSideways(page), false, `nothing is cut off at ${width} pixels`);
  }
}

test('at night the agent answers, asks for what the team will need, and says when people are back', async () => {
  await until('office-time', /^Mon,? 23 Nov, 21:3\d$/);
  assert.equal(await told('office-standing'), 'Closed');
  assert.equal(await told('office-until'), 'until tomorrow, 09:00');
  assert.equal(await hook('queue').isVisible(), false, 'nobody waits');

  assert.match(await says('How do I brew green tea?'), /70 to 80 °C/);
  assert.match(await says('I want to talk to a person'), /what is your order number/);
  assert.match(await says('It is AT-20418'), /They're back .*09:00/);
});

test('the queue shows who waits, and the Inbox until when it is snoozed', async () => {
  await hook('queue').waitFor();
  await until('queue-row', /^Ana Ruiz 21:3\d the visitor asked for a person Free Support tomorrow, 09:00$/);
  await until('inbox-item', /Snoozed until tomorrow, 09:00/);
  await until('office-until', /^until tomorrow, 09:00 · 1 waits for people to be back$/);
  await hook('feed').getByText('waits until Support opens: the visitor asked for a person').first().waitFor();
  assert.equal(await parts('inbox-thread', 'note').count(), 0, 'the note comes in the morning');
  await hook('turning').click();
  await isFine(360);
  await page.getByRole('link', { name: /Inbox/ }).click();
  await isFine(360);
  await isFine(1440);
});

test('a minute before the opening it still waits; at the opening the team gets it, with its note', async () => {
  await hook('turn-eve').click();
  await until('office-time', /^Tue,? 24 Nov, 08:59$/);
  await hook('feed').getByText('the clock was turned to Tuesday, 24 November 2026, 08:59 in Europe/Berlin').waitFor();
  assert.equal(await told('office-standing'), 'Closed');
  assert.equal(await hook('queue-row').count(), 1);
  assert.match(await told('inbox-assignee'), /^Nobody$/);

  await hook('turn-opening').click();
  await until('inbox-assignee', /^Team Support$/);
  const note = parts('inbox-thread', 'note').first();
  await note.waitFor();
  assert.match(await note.innerText(), /the visitor asked for a person[\s\S]*AT-20418/);
  await until('attributes', /Order number AT-20418 set by Nexora/);
  await until('inbox-item', /Open/);
  await hook('queue').waitFor({ state: 'hidden' });
  assert.equal(await told('office-standing'), 'Open');
  assert.equal(await parts('messenger-thread', 'note').count(), 0, 'notes are for the team');
});

test('a teammate snoozes by hand, and the time wakes it', async () => {
  await hook('snooze-select').selectOption('hour');
  await until('inbox-item', /Snoozed until/);
  await hook('unsnooze-button').click();
  await hook('snooze-select').waitFor();
  await until('inbox-item', /Open/);
  await hook('snooze-select').selectOption('hour');
  await until('inbox-item', /Snoozed until/);
  await hook('turn-hour').click();
  await hook('inbox-thread').getByText('the snooze is over').waitFor();
  await until('inbox-item', /Open/);
});

test('the clock only goes forward, and to the change of the clocks in the office\'s zone', async () => {
  await hook('turn-change').click();
  await until('office-time', /^Sun,? 28 Mar, 01:55$/);
  assert.match(await hook('office-time').getAttribute('title'), /CET|GMT\+1/);
  await hook('turn-hour').click();
  await until('office-time', /^Sun,? 28 Mar, 03:55$/);
  const state = await (await page.request.get(`${program.said[1]}/api/state`)).json();
  const back = await page.request.post(`${program.said[1]}/api/clock`, { data: { to: state.now - 3600 } });
  assert.equal(back.status(), 200, 'what has come is no reason to do anything');
  const later = await (await page.request.get(`${program.said[1]}/api/state`)).json();
  assert.ok(later.now >= state.now);
});
