// All clients against the local host as it comes: the demo manifests and the simulated provider.
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from "@openai/agents";
import { zodResponseFormat, zodTextFormat } from "openai/helpers/zod";
import { z } from "zod";
import { client, collect, gateway, key, outcome, run, user, weatherTool } from "./harness.mjs";

setTracingDisabled(true);
const { openai } = client({ maxRetries: 0 });
const model = "sim-small";
const City = z.object({ city: z.string(), inhabitants: z.number() });
const text = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
const calls = (message) => message.tool_calls.map((call) => [call.function.name, Object.keys(JSON.parse(call.function.arguments))]);

await run({
  async chat() {
    const whole = await openai.chat.completions.create({ model, messages: user("Say hello") });
    const chunks = await collect(await openai.chat.completions.create({ model, messages: user("Say hello"), stream: true, stream_options: { include_usage: true } }));
    return { whole: whole.choices[0].message.content, streamed: text(chunks), usage: whole.usage, streamedUsage: chunks.at(-1).usage };
  },
  async reasoning() {
    return (await openai.chat.completions.create({ model: "sim-reasoning", messages: user("Say hello") })).usage.completion_tokens_details.reasoning_tokens;
  },
  async tools() {
    const asked = await openai.chat.completions.create({ model, messages: user("Use get_weather"), tools: [weatherTool] });
    const streamed = await openai.chat.completions.stream({ model, messages: user("Use get_weather"), tools: [weatherTool] }).finalChatCompletion();
    const { message } = asked.choices[0];
    const answer = await openai.chat.completions.create({ model, messages: [...user("Use get_weather"), message, { role: "tool", tool_call_id: message.tool_calls[0].id, content: "21" }], tools: [weatherTool] });
    return { whole: calls(message), streamed: calls(streamed.choices[0].message), answer: answer.choices[0].message.content };
  },
  async structured() {
    const chat = await openai.chat.completions.parse({ model, messages: user("Paris?"), response_format: zodResponseFormat(City, "city") });
    const responses = await openai.responses.parse({ model, input: "Paris?", text: { format: zodTextFormat(City, "city") } });
    return [chat.choices[0].message.parsed, responses.output_parsed].map((city) => [typeof city.city, typeof city.inhabitants]);
  },
  async choices() {
    return (await openai.chat.completions.create({ model, messages: user("Hi"), n: 2 })).choices.map((choice) => choice.index);
  },
  async logprobs() {
    const { choices } = await openai.chat.completions.create({ model, messages: user("Hi"), logprobs: true, top_logprobs: 2 });
    return choices[0].logprobs.content.map((token) => token.token).join("") === choices[0].message.content;
  },
  async embeddings() {
    const float = await openai.embeddings.create({ model, input: ["one", "two"], encoding_format: "float" });
    const base64 = await openai.embeddings.create({ model, input: ["one", "two"] });
    return { float: float.data.map((item) => item.embedding.slice(0, 4)), base64: base64.data.map((item) => Array.from(item.embedding).slice(0, 4)) };
  },
  async responses() {
    const whole = await openai.responses.create({ model, input: "Say hello" });
    const events = await collect(await openai.responses.create({ model, input: "Say hello", stream: true }));
    const next = await openai.responses.create({ model, input: "And again", previous_response_id: whole.id });
    return { whole: whole.output_text, streamed: events.filter((event) => event.type === "response.output_text.delta").map((event) => event.delta).join(""), last: events.at(-1).type, next: next.status };
  },
  async models() {
    return (await collect(openai.models.list())).map((item) => item.id);
  },
  async langchain() {
    const chat = new ChatOpenAI({ model, apiKey: key, configuration: { baseURL: `${gateway}/v1` } });
    const embeddings = new OpenAIEmbeddings({ model, apiKey: key, configuration: { baseURL: `${gateway}/v1` } });
    const structured = await chat.withStructuredOutput(City, { name: "city", method: "jsonSchema" }).invoke("Paris?");
    return { whole: (await chat.invoke("Say hello")).text, streamed: (await collect(await chat.stream("Say hello"))).map((chunk) => chunk.text).join(""), structured: typeof structured.inhabitants, dimensions: (await embeddings.embedQuery("one")).length };
  },
  async agents() {
    let asked = 0;
    const getWeather = tool({ name: "get_weather", description: "The weather", parameters: z.object({ city: z.string() }), execute: () => (asked++, "21") });
    const agent = new Agent({ name: "Weather", model, tools: [getWeather] });
    const result = await new Runner({ modelProvider: new OpenAIProvider({ openAIClient: openai, useResponses: true }) }).run(agent, "Use get_weather");
    return { asked, text: result.finalOutput };
  },
  async agentAsModel() {
    const agent = "agent/demo";
    const whole = await openai.chat.completions.create({ model: agent, messages: user("Say hello") }).withResponse();
    const chunks = await collect(await openai.chat.completions.create({ model: agent, messages: user("Say hello"), stream: true, stream_options: { include_usage: true } }));
    const chat = new ChatOpenAI({ model: agent, apiKey: key, configuration: { baseURL: `${gateway}/v1` } });
    const read = await fetch(`${gateway}/api/runs/${whole.response.headers.get("x-run-id")}`, { headers: { authorization: `Bearer ${key}` } });
    return {
      whole: whole.data.choices[0].message.content,
      streamed: text(chunks),
      langchain: (await chat.invoke("Say hello")).text,
      langchainStreamed: (await collect(await chat.stream("Say hello"))).map((chunk) => chunk.text).join(""),
      tokens: [whole.data.usage.total_tokens, chunks.at(-1).usage.total_tokens],
      listed: (await collect(openai.models.list())).some((item) => item.id === agent),
      run: await read.json(),
    };
  },
  fault: () => outcome(async () => await collect(await openai.chat.completions.create({ model: "sim-chunks-5-truncate", messages: user("Hi"), stream: true }))),
});
