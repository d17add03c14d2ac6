// npm `openai`: refusals arrive as the SDK's own error classes, and are retried as the SDK is told.
import { client, key, outcome, run, user } from "./harness.mjs";

const chat = (openai, model, more = {}) => openai.chat.completions.create({ model, messages: user("Hi"), ...more });

async function counted(options, call) {
  const { openai, sent } = client(options);
  const started = performance.now();
  const result = await outcome(() => call(openai));
  return { ...result, requests: sent.length, milliseconds: Math.round(performance.now() - started) };
}

await run({
  badKey: () => counted({ apiKey: key.slice(0, -4) + "AAAA" }, (openai) => chat(openai, "script-chat")),
  forbiddenModel: () => counted({}, (openai) => chat(openai, "other-model")),
  unknownModel: () => counted({}, (openai) => chat(openai, "ghost-model")),
  unknownRoute: () => counted({}, (openai) => openai.fineTuning.jobs.create({ model: "script-chat", training_file: "file-1" })),
  wrongType: () => counted({}, (openai) => chat(openai, "script-chat", { stream: "yes" })),
  noModel: () => counted({}, (openai) => chat(openai, undefined)),
  background: () => counted({}, (openai) => openai.responses.create({ model: "script-respond", input: "Hi", background: true })),
  foreignResponse: () => counted({}, (openai) => openai.responses.retrieve("resp_of_somebody_else")),
  hostedTool: () => counted({}, (openai) => openai.responses.create({ model: "script-respond", input: "Hi", tools: [{ type: "web_search" }] })),
  providerBadRequest: () => counted({}, (openai) => chat(openai, "refuse-400")),
  providerRateLimit: () => counted({ maxRetries: 0 }, (openai) => chat(openai, "refuse-429")),
  providerFailure: () => counted({ maxRetries: 0 }, (openai) => chat(openai, "refuse-500")),
  // With the default retries: the gateway says x-should-retry: false.
  providerRejectsCredential: () => counted({}, (openai) => chat(openai, "refuse-401")),
  providerUnreachable: () => counted({ maxRetries: 0 }, (openai) => chat(openai, "away-chat")),
  async providerCooling() {
    await counted({ maxRetries: 0 }, (openai) => chat(openai, "cooling"));
    return await counted({ maxRetries: 0 }, (openai) => chat(openai, "cooling"));
  },
  tooLarge: () => counted({ maxRetries: 0 }, (openai) => chat(openai, "script-chat", { messages: user("x".repeat(33 * 1024 * 1024)) })),
  providerSlow: () => counted({ maxRetries: 0 }, (openai) => chat(openai, "break-stall.js-slow")),
  failureRetried: () => counted({}, (openai) => chat(openai, "refuse-503-once-js").then((answer) => answer.choices[0].message.content)),
  rateLimitRetriedAfter: () => counted({}, (openai) => chat(openai, "refuse-429-after-js").then((answer) => answer.choices[0].message.content)),
});
