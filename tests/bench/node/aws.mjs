// What every client is made from: said outright, as the functions in Rust do, so that neither looks for profiles.

const environment = process.env;

export const config = {
  region: environment.AWS_REGION,
  endpoint: environment.AWS_ENDPOINT_URL,
  credentials: {
    accessKeyId: environment.AWS_ACCESS_KEY_ID,
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
    sessionToken: environment.AWS_SESSION_TOKEN,
  },
};

export const queue = (lane) => `${environment.QUEUE_URL_PREFIX}${lane}`;

// A first connection, as the functions in Rust make theirs. Whatever comes back will do.
export const touched = (call) => call.catch(() => undefined);

// One line of JSON an entry, which is its metric too.
export const enter = (source, name, message, fields) =>
  console.log(
    JSON.stringify({
      timestamp: new Date().toISOString(),
      level: "INFO",
      function: environment.AWS_LAMBDA_FUNCTION_NAME,
      source,
      name,
      message,
      ...fields,
      [`${source}.${name}`]: 1,
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [{ Namespace: "Nexora", Dimensions: [[]], Metrics: [{ Name: `${source}.${name}`, Unit: "Count" }] }],
      },
    }),
  );
