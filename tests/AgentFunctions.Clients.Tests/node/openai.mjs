// npm `openai` against the scripted provider: everything that ought to work.
import { createHash } from "node:crypto";
import OpenAI, { AzureOpenAI } from "openai";
import { zodResponseFormat, zodTextFormat } from "openai/helpers/zod";
import { z } from "zod";
import { client, collect, gateway, key, run, user, weatherTool } from "./harness.mjs";

const { openai } = client();
const City = z.object({ city: z.string(), inhabitants: z.number() });

const image = "data:image/png;base64," + Buffer.alloc(10 * 1024 * 1024, "agentfunctions").toString("base64");

await run({
  async chatWhole() {
    const { data, response, request_id } = await openai.chat.completions.create({ model: "script-chat", messages: user("Hi") }).withResponse();
    return { text: data.choices[0].message.content, finish: data.choices[0].finish_reason, model: data.model, usage: data.usage, vendor: data.x_vendor, requestId: request_id, header: response.headers.get("x-request-id") };
  },
  async chatStreamed() {
    const chunks = await collect(await openai.chat.completions.create({ model: "script-chat", messages: user("Hi"), stream: true }));
    return { text: chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""), finish: chunks.at(-1).choices[0].finish_reason, withUsage: chunks.filter((chunk) => chunk.usage).length, deltas: chunks.length };
  },
  async chatStreamedWithUsage() {
    const chunks = await collect(await openai.chat.completions.create({ model: "script-chat", messages: user("Hi"), stream: true, stream_options: { include_usage: true } }));
    return { usage: chunks.at(-1).usage, choicesOfLast: chunks.at(-1).choices.length };
  },
  async tools() {
    const { choices } = await openai.chat.completions.create({ model: "script-tools", messages: user("Weather?"), tools: [weatherTool] });
    return { finish: choices[0].finish_reason, calls: choices[0].message.tool_calls.map((call) => [call.id, call.function.name, call.function.arguments]) };
  },
  async toolsStreamed() {
    const stream = openai.chat.completions.stream({ model: "script-tools", messages: user("Weather?"), tools: [weatherTool] });
    let deltas = 0;
    for await (const chunk of stream) deltas += chunk.choices[0]?.delta.tool_calls?.length ?? 0;
    const { choices } = await stream.finalChatCompletion();
    return { deltas, finish: choices[0].finish_reason, calls: choices[0].message.tool_calls.map((call) => [call.id, call.function.name, call.function.arguments]) };
  },
  async toolLoop() {
    const asked = [];
    const runner = openai.chat.completions.runTools({
      model: "script-tools",
      messages: user("Weather?"),
      tools: ["get_weather", "get_time"].map((name) => ({
        type: "function",
        function: { name, function: (input) => (asked.push([name, input]), "21"), parse: JSON.parse, parameters: { type: "object", properties: {} } },
      })),
    });
    return { text: await runner.finalContent(), asked };
  },
  async structured() {
    const { choices } = await openai.chat.completions.parse({ model: "script-structured", messages: user("Paris?"), response_format: zodResponseFormat(City, "city") });
    return choices[0].message.parsed;
  },
  async structuredStreamed() {
    const stream = openai.chat.completions.stream({ model: "script-structured", messages: user("Paris?"), response_format: zodResponseFormat(City, "city") });
    return (await stream.finalChatCompletion()).choices[0].message.parsed;
  },
  async responsesImage() {
    const content = [{ type: "input_text", text: "What is this?" }, { type: "input_image", image_url: image, detail: "auto" }];
    const answer = await openai.responses.create({ model: "script-image", input: [{ role: "user", content }] });
    return { answered: answer.output_text, sent: `${image.length} ${createHash("sha256").update(image).digest("hex")}` };
  },
  async image() {
    const content = [{ type: "text", text: "What is this?" }, { type: "image_url", image_url: { url: image } }];
    const { choices } = await openai.chat.completions.create({ model: "script-image", messages: user(content) });
    return { answered: choices[0].message.content, sent: `${image.length} ${createHash("sha256").update(image).digest("hex")}` };
  },
  async twoChoices() {
    const { choices } = await openai.chat.completions.create({ model: "script-choices", messages: user("Hi"), n: 2 });
    return choices.map((choice) => [choice.index, choice.message.content, choice.finish_reason]);
  },
  async twoChoicesStreamed() {
    const stream = openai.chat.completions.stream({ model: "script-choices", messages: user("Hi"), n: 2 });
    return (await stream.finalChatCompletion()).choices.map((choice) => [choice.index, choice.message.content, choice.finish_reason]);
  },
  async logprobs() {
    const { choices } = await openai.chat.completions.create({ model: "script-logprobs", messages: user("Hi"), logprobs: true, top_logprobs: 2 });
    return choices[0].logprobs.content;
  },
  async logprobsStreamed() {
    const stream = openai.chat.completions.stream({ model: "script-logprobs", messages: user("Hi"), logprobs: true, top_logprobs: 2 });
    return (await stream.finalChatCompletion()).choices[0].logprobs.content;
  },
  async responses() {
    const answer = await openai.responses.create({ model: "script-respond", input: "Hi" });
    return { text: answer.output_text, status: answer.status, usage: answer.usage };
  },
  async responsesStreamed() {
    const events = await collect(await openai.responses.create({ model: "script-respond", input: "Hi", stream: true }));
    return { types: events.map((event) => event.type), text: events.filter((event) => event.type === "response.output_text.delta").map((event) => event.delta).join(""), final: events.at(-1).response.output[0].content[0].text };
  },
  async responsesTools() {
    const tools = [{ type: "function", ...weatherTool.function }];
    const asked = await openai.responses.create({ model: "script-tools", input: "Weather?", tools });
    const call = asked.output[0];
    const answer = await openai.responses.create({ model: "script-tools", input: [...asked.output, { type: "function_call_output", call_id: call.call_id, output: "21" }], tools });
    return { name: call.name, arguments: call.arguments, text: answer.output_text };
  },
  async responsesStructured() {
    const answer = await openai.responses.parse({ model: "script-structured", input: "Paris?", text: { format: zodTextFormat(City, "city") } });
    return answer.output_parsed;
  },
  async responsesFollowed() {
    const first = await openai.responses.create({ model: "script-follow", input: "Hi" });
    const second = await openai.responses.create({ model: "script-follow", input: "And?", previous_response_id: first.id });
    const kept = await openai.responses.retrieve(first.id);
    return { id: first.id, first: first.output_text, second: second.output_text, kept: kept.output_text };
  },
  async embeddings() {
    const { data, usage } = await openai.embeddings.create({ model: "script-embed", input: ["one", "two"] });
    return { vectors: data.map((item) => Array.from(item.embedding)), usage };
  },
  async embeddingsFloat() {
    const { data } = await openai.embeddings.create({ model: "script-embed", input: "one", encoding_format: "float" });
    return data[0].embedding;
  },
  async embeddingsBase64() {
    const { data } = await openai.embeddings.create({ model: "script-embed", input: "one", encoding_format: "base64" });
    return data[0].embedding;
  },
  async models() {
    const listed = await collect(openai.models.list());
    const one = await openai.models.retrieve("script-chat");
    return { ids: listed.map((model) => model.id), objects: [...new Set(listed.map((model) => model.object))], one: one.id };
  },
  async streamLeft() {
    for await (const chunk of await openai.chat.completions.create({ model: "script-endless-js", messages: user("Hi"), stream: true })) return chunk.choices[0].delta.content;
  },
  async azure() {
    const azure = new AzureOpenAI({ endpoint: gateway, apiKey: key, apiVersion: "2024-10-21", deployment: "script-chat" });
    const { choices } = await azure.chat.completions.create({ messages: user("Hi") });
    const chunks = await collect(await azure.chat.completions.create({ messages: user("Hi"), stream: true }));
    const embedding = await new AzureOpenAI({ endpoint: gateway, apiKey: key, apiVersion: "2024-10-21", deployment: "script-embed" }).embeddings.create({ input: "one" });
    return { text: choices[0].message.content, streamed: chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""), embedding: Array.from(embedding.data[0].embedding) };
  },
  async azureResponses() {
    const azure = new AzureOpenAI({ endpoint: gateway, apiKey: key, apiVersion: "preview" });
    const answer = await azure.responses.create({ model: "script-azure", input: "Hi" });
    const events = await collect(await azure.responses.create({ model: "script-azure", input: "Hi", stream: true }));
    const kept = await azure.responses.retrieve(answer.id);
    const models = await collect(azure.models.list());
    return { text: answer.output_text, last: events.at(-1).type, kept: kept.output_text, models: models.map((model) => model.id) };
  },
  async azureV1() {
    const azure = new OpenAI({ baseURL: `${gateway}/openai/v1`, apiKey: key });
    return (await azure.responses.create({ model: "script-respond", input: "Hi" })).output_text;
  },
});
