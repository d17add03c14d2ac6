// `@openai/agents` against the scripted provider, with its own upload of traces off.
import { Agent, getGlobalTraceProvider, OpenAIProvider, Runner, setTracingDisabled, tool } from "@openai/agents";
import { z } from "zod";
import { breakNow, client, outcome, run } from "./harness.mjs";

setTracingDisabled(true);

// Nothing may leave for any other place, least of all traces; the key that an upload would use is there.
const elsewhere = [];
const realFetch = globalThis.fetch;
globalThis.fetch = async (url, init) => {
  const target = new URL(url instanceof Request ? url.url : url);
  if (target.hostname === "127.0.0.1") return await realFetch(url, init);
  elsewhere.push(target.host);
  throw new Error(`Not to ${target.host}`);
};

const { openai, sent } = client({ maxRetries: 0 });
const asked = [];
const answering = (name, parameter) =>
  tool({ name, description: name, parameters: z.object({ [parameter]: z.string() }), execute: (input) => (asked.push([name, input]), "21") });
const weather = (model) => new Agent({ name: "Weather", model, instructions: "Use the tools.", tools: [answering("get_weather", "city"), answering("get_time", "zone")] });
const runner = (api) => new Runner({ modelProvider: new OpenAIProvider({ openAIClient: openai, useResponses: api === "responses" }) });

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
  async truncated() {
    const model = "break-close.agents";
    let seen = "";
    const result = await outcome(async () => {
      const streamed = await runner("responses").run(weather(model), "Weather?", { stream: true });
      for await (const part of streamed.toTextStream()) {
        if (seen === "") await breakNow(model);
        seen += part;
      }
      await streamed.completed;
    });
    return { ...result, seen };
  },
});
await getGlobalTraceProvider().forceFlush();
await run({ elsewhere: () => elsewhere, asked: () => asked, sent: () => [...new Set(sent)].sort() });
