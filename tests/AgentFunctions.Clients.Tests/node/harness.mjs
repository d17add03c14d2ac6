// What every group of scenarios shares: clients that point at the gateway, a count of the requests that left, and the report that the .NET side reads.
import OpenAI from "openai";

export const gateway = process.env.AGENTFUNCTIONS_URL;
export const key = process.env.AGENTFUNCTIONS_KEY;

/** Tells the scripted provider that the first half of this model's answer was seen, and that it may break now. */
export const breakNow = (model) => fetch(`${process.env.SCRIPTED_PROVIDER}/break/${model}`);

/** A client of the gateway; `sent` holds a line for each request that left it. */
export function client(options = {}) {
  const sent = [];
  const counting = (url, init) => {
    sent.push(`${init?.method ?? "GET"} ${new URL(url).pathname}`);
    return fetch(url, init);
  };
  return { openai: new OpenAI({ baseURL: `${gateway}/v1`, apiKey: key, fetch: counting, ...options }), sent };
}

/** What a call raised, in the terms of the SDK; `raised` is null when it raised nothing. */
export async function outcome(call) {
  try {
    return { raised: null, value: await call() };
  } catch (error) {
    return {
      raised: error.constructor.name,
      status: error.status ?? null,
      code: error.code ?? null,
      param: error.param ?? null,
      type: error.type ?? null,
      requestId: error.requestID ?? null,
      message: error.message,
      isSdkError: error instanceof OpenAI.OpenAIError,
    };
  }
}

export async function collect(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** Runs all scenarios at once and prints one JSON line for each. */
export async function run(scenarios) {
  await Promise.all(
    Object.entries(scenarios).map(async ([scenario, body]) => {
      let line;
      try {
        line = { scenario, value: (await body()) ?? null };
      } catch (error) {
        line = { scenario, error: `${error.constructor.name}: ${error.message}\n${error.stack}` };
      }
      process.stdout.write(JSON.stringify(line) + "\n");
    }),
  );
}

export const weatherTool = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather in a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false },
    strict: true,
  },
};

export const user = (content) => [{ role: "user", content }];
