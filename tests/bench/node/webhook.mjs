// functions/webhook in Node: verify the raw bytes, project to ids, kinds and times, queue, 200.

import { createHmac, timingSafeEqual } from "node:crypto";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetQueueAttributesCommand, SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { config, enter, queue, touched } from "./aws.mjs";

const secrets = new SecretsManagerClient(config);
const queues = new SQSClient(config);

const version = async (stage) => {
  const command = new GetSecretValueCommand({ SecretId: process.env.APP_SECRET_ID, VersionStage: stage });
  return JSON.parse((await secrets.send(command)).SecretString).client_secret;
};

let keys;

export const ready = (async () => {
  const touch = new GetQueueAttributesCommand({ QueueUrl: queue("conversation-user-created"), AttributeNames: ["QueueArn"] });
  const [current, previous] = await Promise.all([version("AWSCURRENT"), touched(version("AWSPREVIOUS")), touched(queues.send(touch))]);
  keys = [current, previous].filter(Boolean);
  enter("runtime", "cold_start", "the function starts");
})();

const verified = (body, header) => {
  const given = Buffer.from(header?.trim().replace(/^sha1=/, "") ?? "", "hex");
  return keys.some((key) => {
    const signature = createHmac("sha1", key).update(body).digest();
    return signature.length === given.length && timingSafeEqual(signature, given);
  });
};

const part = (item, createdAt) => ({
  id: item.id,
  kind: item.part_type ?? item.type,
  author: { kind: item.author?.type, id: item.author?.id },
  at: item.created_at ?? createdAt,
  has_body: Boolean(item.body) || Boolean(item.attachments?.length),
});

const project = (notification) => {
  const { item } = notification.data;
  const source = notification.topic === "conversation.user.created" && item.source ? [part(item.source, item.created_at)] : [];
  return {
    workspace: notification.app_id,
    topic: notification.topic,
    notification: notification.id,
    at: notification.created_at,
    conversation: item.id ?? item.conversation_id,
    parts: [...source, ...(item.conversation_parts?.conversation_parts ?? []).map((each) => part(each))],
  };
};

export const handler = async (event) => {
  const body = Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8");
  if (!verified(body, event.headers["x-hub-signature"])) return { statusCode: 401, body: "" };
  const signal = project(JSON.parse(body));
  const letter = new SendMessageCommand({
    QueueUrl: queue(signal.topic.replaceAll(".", "-")),
    MessageGroupId: signal.workspace,
    MessageBody: JSON.stringify(signal),
  });
  await queues.send(letter);
  enter("webhook", "accepted", `${signal.topic}: 200`, {
    workspace: signal.workspace,
    conversation: signal.conversation,
    notification: signal.notification,
  });
  return { statusCode: 200, body: "" };
};
