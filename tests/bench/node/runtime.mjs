// Lambda's runtime for Node, by hand: get what is next, run the handler, post what came of it.
//
// The real one is aws-lambda-nodejs-runtime-interface-client. It wraps a client in C++ that is built from source with
// cmake and curl at its installation, which we do not want to ask of a machine. This loop does the same requests over
// one kept connection, with nothing around them, so it flatters Node if anything.
//
//     node runtime.mjs webhook.cjs

import { createRequire } from "node:module";
import http from "node:http";
import path from "node:path";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

const call = (method, what, body) =>
  new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const request = http.request({ host, port, method, path: `/2018-06-01/runtime/invocation/${what}`, agent, headers });
    request.on("error", reject);
    request.on("response", async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() });
    });
    request.end(body);
  });

// What Lambda calls the init phase: the handler's file, and whatever it waits for.
const { ready, handler } = createRequire(import.meta.url)(path.resolve(process.argv[2]));
await ready;

for (;;) {
  const next = await call("GET", "next");
  const id = next.headers["lambda-runtime-aws-request-id"];
  try {
    const answer = await handler(JSON.parse(next.body));
    await call("POST", `${id}/response`, JSON.stringify(answer));
  } catch (error) {
    await call("POST", `${id}/error`, JSON.stringify({ errorType: error.name, errorMessage: String(error.stack) }));
  }
}
