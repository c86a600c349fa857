// functions/conversation-user-created in Node: one conditional write to the conversation's record, then a turn is asked for.

import { createHash, randomInt } from "node:crypto";
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand, SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { config, enter, queue, touched } from "./aws.mjs";

const rows = new DynamoDBClient(config);
const queues = new SQSClient(config);
const table = (name) => `${process.env.STACK}-${name}`;
const turns = queue("turns.fifo");

const item = async (name, key) =>
  (await rows.send(new GetItemCommand({ TableName: table(name), Key: key, ConsistentRead: true }))).Item;

const installation = (workspace) => item("installations", { workspace: { S: workspace } });

export const ready = (async () => {
  const touch = new GetQueueAttributesCommand({ QueueUrl: turns, AttributeNames: ["QueueArn"] });
  await Promise.all([touched(installation("warm-up")), touched(queues.send(touch))]);
  enter("runtime", "cold_start", "the function starts");
})();

// Kept for a minute, so that a warm function reads none per message.
const known = new Map();

const opened = async (workspace) => {
  const kept = known.get(workspace);
  if (kept && Date.now() - kept.at < 60_000) return kept;
  const installed = await installation(workspace);
  const configured = await item("configurations", { workspace: { S: workspace }, version: { N: "0" } });
  if (!installed || !configured) throw new Error("not installed");
  const read = { at: Date.now(), us: installed.us.S, config: JSON.parse(configured.config.S) };
  known.set(workspace, read);
  return read;
};

const digest = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);

const take = async (body) => {
  const signal = JSON.parse(body);
  await opened(signal.workspace);
  const pk = { S: `${signal.workspace}#${signal.conversation}` };
  const found = await item("conversations", { pk });
  const version = Number(found?.version.N ?? 0);
  const newest = signal.parts.reduce((at, part) => Math.max(at, part.at ?? 0), signal.at);
  const values = {
    ":next": { N: String(version + 1) },
    ":write": { N: String(randomInt(2 ** 47)) },
    ":expires_at": { N: String(Math.floor(Date.now() / 1000) + 90 * 24 * 60 * 60) },
    ":record": { M: { ...found?.record.M, visitor: { M: { at: { N: String(newest) }, part: { S: signal.parts[0]?.id ?? "" } } } } },
  };
  if (version > 0) values[":version"] = { N: String(version) };
  await rows.send(
    new UpdateItemCommand({
      TableName: table("conversations"),
      Key: { pk },
      UpdateExpression: "SET #version = :next, #write = :write, #expires_at = :expires_at, #record = :record",
      ExpressionAttributeNames: { "#version": "version", "#write": "write", "#expires_at": "expires_at", "#record": "record" },
      ExpressionAttributeValues: values,
      ConditionExpression: version > 0 ? "#version = :version" : "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }),
  );
  const cause = digest(signal.parts[0]?.id ?? signal.notification);
  const group = digest(`${signal.workspace}#${signal.conversation}`);
  await queues.send(
    new SendMessageCommand({
      QueueUrl: turns,
      MessageGroupId: group,
      MessageDeduplicationId: `${group}-${cause}`,
      MessageBody: JSON.stringify({ workspace: signal.workspace, conversation: signal.conversation, cause, errand: "answer" }),
    }),
  );
  enter("topic", "turn_requested", `${signal.topic}: a turn is due`, {
    workspace: signal.workspace,
    conversation: signal.conversation,
  });
};

export const handler = async (event) => {
  const results = await Promise.allSettled(event.Records.map((record) => take(record.body)));
  for (const { reason } of results) if (reason) console.error(reason);
  const failed = event.Records.filter((_, nth) => results[nth].status === "rejected");
  return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) };
};
