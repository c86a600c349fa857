// The page in a real browser: a newcomer plays visitor and teammate.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { audit, launched, scrollsSideways } from './browser.mjs';
import { started } from './program.mjs';

// When people are there: by night they would be told when they are.
const BY_DAY = '2026-11-24T10:00[Europe/Berlin]';

let folder, program, address, browser, page, elsewhere;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexora-page-'));
  program = await started('nexora-local', ['--port', '0', '--data', folder, '--at', BY_DAY], /Nexora is at {2}(\S+)/);
  address = program.said[1];
  browser = await launched();
});

after(async () => {
  await browser?.close();
  assert.equal(await program?.end(), 0, 'Ctrl-C ends the program well');
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  page = await context.newPage();
  elsewhere = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) elsewhere.push(request.url());
  });
  await page.goto(address);
});

afterEach(async () => {
  assert.deepEqual(elsewhere, [], 'the page asks nobody else');
  await page.context().close();
});

const hook = (name) => page.getByTestId(name);
const parts = (region, kind) => hook(region).locator(`[data-kind="${kind}"]`);

/** What stands there, on one line. */
const told = async (name) => (await hook(name).innerText()).replace(/\s+/g, ' ').trim();

/** Waits until that is as it should be. */
async function until(name, pattern) {
  const expected = [name, pattern.source];
  await page.waitForFunction(([hook, source]) => {
    const text = document.querySelector(`[data-testid=${hook}]`).innerText.replace(/\s+/g, ' ').trim();
    return new RegExp(source).test(text);
  }, expected).catch(async () => assert.match(await told(name), pattern));
}

/** Plays another visitor. */
async function visits(name) {
  const option = hook('visitor-select').locator('option', { hasText: name });
  await hook('visitor-select').selectOption(await option.getAttribute('value'));
}

/** A visitor begins a conversation of their own. */
async function asks(text) {
  await hook('new-conversation').click();
  await hook('messenger-input').fill(text);
  await hook('messenger-input').press('Enter');
  await parts('messenger-thread', 'visitor').filter({ hasText: text }).waitFor();
}

async function says(text) {
  await hook('messenger-input').fill(text);
  await hook('messenger-send').click();
  await parts('messenger-thread', 'visitor').filter({ hasText: text }).waitFor();
}

test('a visitor asks and is answered with a named link', async () => {
  await asks('How do I change my delivery address?');
  const answer = parts('messenger-thread', 'agent').first();
  await answer.waitFor();
  assert.match(await answer.innerText(), /Account → Delivery/);
  const link = answer.getByRole('link', { name: 'Changing your delivery address' });
  assert.equal(await link.getAttribute('href'), 'https://help.acmetea.example/en/articles/delivery-address');
});

test('who asks for a person gets one; the team sees the note, the visitor does not', async () => {
  await asks('How do I brew green tea?');
  await parts('messenger-thread', 'agent').first().waitFor();
  await says('I want to talk to a person');
  const note = parts('inbox-thread', 'note').first();
  await note.waitFor();
  assert.match(await note.innerText(), /Handed over by Nexora[\s\S]*How do I brew green tea[\s\S]*the visitor asked for a person[\s\S]*Tried/);
  await page.waitForFunction(() => /Support/.test(document.querySelector('[data-testid=inbox-assignee]').textContent));
  assert.equal(await parts('messenger-thread', 'note').count(), 0);
  assert.doesNotMatch(await hook('messenger-thread').innerText(), /Handed over|Why a person/);
  assert.match(await hook('attributes').innerText(), /handed_off/);
});

test('a teammate sees whose it is, what the agent wrote down, and what it did so about', async () => {
  await visits('Priya Nair');
  await asks('We need 400 boxes a month');
  await until('conversation-facts', /Assigned to Cleo Marin/);
  await until('attributes', /Nexora outcome handed_off set by Nexora/);
  await until('company-facts', /Name Orbit Rail Plan Enterprise CS escalation Yes set by Nexora CSM cleo@acmetea.example Seats 240$/);
  await until('tags', /Escalation set by Nexora/);
  await until('contact-facts', /Name Priya Nair .*Owner Cleo Marin$/);
  const note = parts('inbox-thread', 'note').first();
  assert.match(await note.innerText(), /^Nexora\s+Internal note/);
  assert.equal(await note.locator('h2, h3, script, [style], [onclick]').count(), 0);
  assert.ok(await note.locator('h4').count() > 0, 'its heading is one');
  await hook('inbox-thread').getByText('Nexora outcome was set to handed_off').waitFor();

  await visits('Ana Ruiz');
  await asks('What does the Team plan cost?');
  await parts('messenger-thread', 'agent').first().waitFor();
  await until('contact-facts', /Lead stage MQL set by Nexora/);
  await until('tags', /Expansion set by Nexora/);
  assert.match(await told('company-facts'), /^Name Ruiz Design Plan Free$/);

  const isFineIn = async (width) => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await audit(page), [], `${colorScheme}, ${width} pixels`);
      assert.equal(await scrollsSideways(page), false, `nothing is cut off at ${width} pixels`);
    }
  };
  await isFineIn(1440);
  await page.setViewportSize({ width: 360, height: 780 });
  await page.getByRole('link', { name: /Inbox/ }).click();
  await hook('inbox-item').first().click();
  await isFineIn(360);
  await hook('details-toggle').click();
  assert.match(await told('contact-facts'), /Lead stage MQL set by Nexora/);
  await isFineIn(360);
  await page.keyboard.press('Escape');
  assert.equal(await hook('company-facts').isVisible(), false, 'Esc puts the details away');
});

test('a visitor rates the conversation by keyboard, and the Inbox shows it', async () => {
  await asks('How do I brew rooibos?');
  assert.equal(await hook('rating').isVisible(), false, 'nobody has answered yet');
  await parts('messenger-thread', 'agent').first().waitFor();
  await hook('rating').waitFor();
  await hook('rate-1').focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await until('conversation-facts', /Rating Great \(4 of 5\)/);
  assert.equal(await hook('rate-4').getAttribute('aria-pressed'), 'true');
  await hook('inbox-thread').getByText('rated the conversation').waitFor();
  await hook('feed').getByText('conversation.rating.added: noted; nothing to do').first().waitFor();
  await hook('rate-5').click();
  await until('conversation-facts', /Rating Amazing \(5 of 5\)/);
  assert.deepEqual(await audit(page), []);
  assert.equal(await parts('messenger-thread', 'agent').count(), 1);
});

test('the agent is silent after a teammate has written', async () => {
  await asks('How do I brew black tea?');
  await parts('messenger-thread', 'agent').first().waitFor();
  await hook('inbox-reply').fill('Let me help you myself.');
  await hook('inbox-send').click();
  await parts('messenger-thread', 'teammate').filter({ hasText: 'Let me help you myself.' }).waitFor();
  await says('And how do I brew rooibos?');
  // The quiet window and a turn would be over by then: the decision on the message is in the feed.
  await hook('feed').getByText('conversation.user.replied: noted; nothing to do').first().waitFor();
  assert.equal(await parts('messenger-thread', 'agent').count(), 1);
});

test('a question the Help Center does not answer gets an honest no', async () => {
  await asks('What is the capital of France?');
  const answer = parts('messenger-thread', 'agent').first();
  await answer.waitFor();
  assert.match(await answer.innerText(), /I don't have an answer to that/);
});

test('the feed says why', async () => {
  await asks('Do you have tea without caffeine?');
  await parts('messenger-thread', 'agent').first().waitFor();
  const turn = hook('feed-row').filter({ hasText: 'the agent answered' }).first();
  await turn.locator('summary, button').first().click();
  await turn.getByText('Everything else', { exact: true }).waitFor();
  assert.match(await turn.innerText(), /company\.plan/);
});

test('it works by keyboard, at phone width, and for a screen reader', async () => {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 780 });
    assert.equal(await scrollsSideways(page), false, `nothing is cut off at ${width} pixels`);
    const violations = await audit(page);
    assert.deepEqual(violations, [], `at ${width} pixels`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Tab');
  for (let step = 0; step < 40; step += 1) {
    if (await page.evaluate(() => document.activeElement?.dataset.testid === 'messenger-input')) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('Hello by keyboard');
  await page.keyboard.press('Enter');
  await parts('messenger-thread', 'visitor').filter({ hasText: 'Hello by keyboard' }).waitFor();
});

test('a recipe is tried, and what stood there comes back', async () => {
  await hook('configure').click();
  const text = hook('configuration-text');
  const recipe = hook('configuration-recipe');
  await page.waitForFunction(() => document.querySelector('[data-testid=configuration-text]').value !== '');
  const stood = await text.inputValue();
  await recipe.selectOption('free-tier');
  assert.match(await text.inputValue(), /^# By plan: the agent first/);
  await recipe.selectOption('url-path');
  assert.match(await text.inputValue(), /^# By the page/);
  assert.deepEqual(await audit(page), []);
  await hook('configuration-publish').click();
  await hook('configuration-status').getByText('Published').waitFor();
  await hook('new-conversation').click();
  await hook('page-select').selectOption('https://www.acmetea.example/pricing');
  await asks('How do I brew green tea?');
  await parts('messenger-thread', 'agent').filter({ hasText: 'colleague' }).waitFor();

  await recipe.selectOption({ label: 'Back to what stood here' });
  assert.equal(await text.inputValue(), stood);
  await hook('configuration-publish').click();
  await hook('configuration-status').getByText('Published').waitFor();
});
