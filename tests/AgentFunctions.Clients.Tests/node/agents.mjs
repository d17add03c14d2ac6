// `@openai/agents` against the scripted provider, with its own upload of traces off.
import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from "@openai/agents";
import { z } from "zod";
import { client, outcome, run } from "./harness.mjs";

setTracingDisabled(true);
const { openai, sent } = client({ maxRetries: 0 });

const elsewhere = [];
const realFetch = globalThis.fetch;
globalThis.fetch = (url, init) => {
  const target = new URL(url instanceof Request ? url.url : url);
  if (target.hostname !== "127.0.0.1") elsewhere.push(target.host);
  return realFetch(url, init);
};

const asked = [];
const weather = (name) =>
  new Agent({
    name: "Weather",
    model: name,
    instructions: "Use the tool.",
    tools: ["get_weather", "get_time"].map((toolName) =>
      tool({ name: toolName, description: toolName, parameters: z.object({ city: z.string().nullable(), zone: z.string().nullable() }), strict: true, execute: (input) => (asked.push([toolName, input]), "21") })),
  });

const runner = (api) => new Runner({ modelProvider: new OpenAIProvider({ openAIClient: openai, useResponses: api === "responses" }), tracingDisabled: true });

await run({
  async responses() {
    const result = await runner("responses").run(weather("script-tools"), "Weather?");
    return { text: result.finalOutput, requests: result.rawResponses.length, usage: result.rawResponses[0].usage };
  },
  async chat() {
    const result = await runner("chat").run(weather("script-tools"), "Weather?");
    return { text: result.finalOutput, requests: result.rawResponses.length };
  },
  async streamed() {
    const result = await runner("responses").run(weather("script-tools"), "Weather?", { stream: true });
    let text = "";
    for await (const part of result.toTextStream()) text += part;
    await result.completed;
    return { text, final: result.finalOutput };
  },
  async structured() {
    const agent = new Agent({ name: "City", model: "script-structured", outputType: z.object({ city: z.string(), inhabitants: z.number() }) });
    return (await runner("responses").run(agent, "Paris?")).finalOutput;
  },
  forbiddenModel: () => outcome(() => runner("responses").run(weather("other-model"), "Weather?")),
  truncated: () =>
    outcome(async () => {
      const result = await runner("responses").run(weather("break-close"), "Weather?", { stream: true });
      for await (const _ of result.toTextStream());
      await result.completed;
      return result.finalOutput ?? null;
    }),
});
await run({ elsewhere: () => elsewhere, asked: () => asked, sent: () => [...new Set(sent)] });
