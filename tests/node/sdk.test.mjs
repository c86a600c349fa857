// Intercom's own Node SDK, with nothing changed but its base URL, against the simulator.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { IntercomClient, IntercomError } from 'intercom-client';
import { started } from './program.mjs';

const program = await started('examples/serve', [], /^\{.*\}$/m);
after(() => program.end());
const simulator = JSON.parse(program.said[0]);
const { admin, contact, conversation, team, workspace } = simulator;
const client = new IntercomClient({ token: simulator.token, environment: simulator.url, maxRetries: 0 });

test('the token tells the workspace', async () => {
  const me = await client.admins.identify();
  assert.equal(me.app.id_code, workspace);
});

test('admins and teams are listed and found', async () => {
  const { admins } = await client.admins.list();
  assert.deepEqual(admins.map(({ id, name }) => ({ id, name })), [{ id: admin, name: 'Bo' }]);
  assert.equal((await client.admins.find({ admin_id: Number(admin) })).email, 'bo@acme.example');
  const { teams } = await client.teams.list();
  assert.deepEqual(teams.map(({ id, admin_ids }) => ({ id, admin_ids })), [{ id: team, admin_ids: [Number(admin)] }]);
  assert.equal((await client.teams.find({ team_id: team })).name, 'Support');
});

test('a contact is found, searched and changed', async () => {
  assert.equal((await client.contacts.find({ contact_id: contact })).email, 'ana@shop.example');
  const found = await client.contacts.search({
    query: { field: 'email', operator: '=', value: 'ana@shop.example' },
  });
  assert.deepEqual(found.data.map(({ id }) => id), [contact]);
  const changed = await client.contacts.update({ contact_id: contact, name: 'Ana B.' });
  assert.equal(changed.name, 'Ana B.');
});

test('a conversation is read, answered, assigned, noted, closed and opened', async () => {
  const read = await client.conversations.find({ conversation_id: conversation, display_as: 'plaintext' });
  assert.equal(read.source.body, 'Where is my parcel?');
  await client.conversations.reply({
    conversation_id: conversation,
    body: { message_type: 'comment', type: 'admin', admin_id: admin, body: '<p>On its way.</p>' },
  });
  await client.conversations.reply({
    conversation_id: conversation,
    body: { message_type: 'note', type: 'admin', admin_id: admin, body: '<p>Waits since noon.</p>' },
  });
  const manage = (body) => client.conversations.manage({ conversation_id: conversation, body: { admin_id: admin, ...body } });
  await manage({ message_type: 'assignment', type: 'team', assignee_id: team });
  await manage({ message_type: 'assignment', type: 'admin', assignee_id: admin });
  const closed = await manage({ message_type: 'close', type: 'admin' });
  assert.equal(closed.state, 'closed');
  const opened = await manage({ message_type: 'open' });
  assert.equal(opened.state, 'open');
  assert.deepEqual(
    opened.conversation_parts.conversation_parts.map(({ part_type }) => part_type),
    ['comment', 'note', 'assignment', 'assignment', 'close', 'open'],
  );
});

test('an attribute is written and searched after', async () => {
  const updated = await client.conversations.update({
    conversation_id: conversation,
    custom_attributes: { 'Nexora state': 'active' },
  });
  assert.equal(updated.custom_attributes['Nexora state'], 'active');
  const found = await client.conversations.search({
    query: { operator: 'AND', value: [{ field: 'open', operator: '=', value: 'true' }, { field: 'updated_at', operator: '>', value: 1 }] },
    pagination: { per_page: 5 },
  });
  assert.ok(found.data.some(({ id }) => id === conversation));
});

test('lists are paged', async () => {
  for (let i = 0; i < 3; i += 1) {
    await client.conversations.create({ from: { type: 'user', id: contact }, body: `Question ${i}` });
  }
  const ids = [];
  for await (const { id } of await client.conversations.list({ per_page: 2 })) {
    ids.push(id);
  }
  assert.equal(new Set(ids).size, 4);
});

test('a tag is made, attached and detached', async () => {
  const tag = await client.tags.create({ name: 'from the SDK' });
  const attached = await client.tags.tagConversation({ conversation_id: conversation, id: tag.id, admin_id: admin });
  assert.equal(attached.name, 'from the SDK');
  await client.tags.untagConversation({ conversation_id: conversation, tag_id: tag.id, admin_id: admin });
  const { data } = await client.tags.list();
  assert.deepEqual(data.map(({ name }) => name), ['urgent', 'from the SDK']);
});

test('articles are searched', async () => {
  const found = await client.articles.search({ phrase: 'parcel', state: 'published', highlight: true });
  assert.deepEqual(found.data.articles.map(({ title }) => title), ['Track a parcel']);
});

test('a refusal is the SDK\'s own error', async () => {
  await assert.rejects(client.conversations.find({ conversation_id: '1' }), (error) => {
    assert.ok(error instanceof IntercomError);
    assert.equal(error.statusCode, 404);
    assert.equal(error.body.errors[0].code, 'not_found');
    return true;
  });
});
