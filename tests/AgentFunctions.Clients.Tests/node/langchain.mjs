// `@langchain/openai` and `@langchain/langgraph` against the scripted provider.
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ToolNode, toolsCondition } from "@langchain/langgraph/prebuilt";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { z } from "zod";
import { breakNow, collect, gateway, key, outcome, run } from "./harness.mjs";

const configuration = { baseURL: `${gateway}/v1` };
const model = (name, more = {}) => new ChatOpenAI({ model: name, apiKey: key, configuration, maxRetries: 0, ...more });
const getWeather = tool(() => "21", { name: "get_weather", description: "The weather in a city", schema: z.object({ city: z.string() }) });
const getTime = tool(() => "12:00", { name: "get_time", description: "The time in a zone", schema: z.object({ zone: z.string() }) });

await run({
  async invoke() {
    const answer = await model("script-chat").invoke("Hi");
    return { text: answer.content, usage: answer.usage_metadata, finish: answer.response_metadata.finish_reason };
  },
  async stream() {
    const chunks = await collect(await model("script-chat").stream("Hi"));
    return { text: chunks.map((chunk) => chunk.content).join(""), parts: chunks.filter((chunk) => chunk.content).length, usage: chunks.map((chunk) => chunk.usage_metadata).filter(Boolean) };
  },
  async tools() {
    const bound = model("script-tools").bindTools([getWeather, getTime]);
    const asked = await bound.invoke("Weather?");
    const answer = await bound.invoke([new HumanMessage("Weather?"), asked, ...asked.tool_calls.map((call) => new ToolMessage({ tool_call_id: call.id, content: "21" }))]);
    return { calls: asked.tool_calls.map((call) => [call.id, call.name, call.args]), text: answer.content };
  },
  async toolsStreamed() {
    let whole;
    for await (const chunk of await model("script-tools").bindTools([getWeather, getTime]).stream("Weather?")) whole = whole ? whole.concat(chunk) : chunk;
    return whole.tool_calls.map((call) => [call.id, call.name, call.args]);
  },
  async structured() {
    return await model("script-structured").withStructuredOutput(z.object({ city: z.string(), inhabitants: z.number() }), { name: "city", method: "jsonSchema" }).invoke("Paris?");
  },
  async responses() {
    const answer = await model("script-respond", { useResponsesApi: true }).invoke("Hi");
    return answer.text;
  },
  async embeddings() {
    const embeddings = new OpenAIEmbeddings({ model: "script-embed", apiKey: key, configuration });
    return { query: await embeddings.embedQuery("one"), documents: await embeddings.embedDocuments(["one", "two"]) };
  },
  async graph() {
    const bound = model("script-tools").bindTools([getWeather, getTime]);
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("model", async ({ messages }) => ({ messages: [await bound.invoke(messages)] }))
      .addNode("tools", new ToolNode([getWeather, getTime]))
      .addEdge("__start__", "model")
      .addConditionalEdges("model", toolsCondition)
      .addEdge("tools", "model")
      .compile();
    const { messages } = await graph.invoke({ messages: [new HumanMessage("Weather?")] });
    return messages.map((message) => [message.getType(), message.text]);
  },
  forbiddenModel: () => outcome(() => model("other-model").invoke("Hi")),
  async truncated() {
    const name = "break-close.langchain";
    let seen = "";
    const result = await outcome(async () => {
      for await (const chunk of await model(name).stream("Hi")) {
        if (seen === "" && chunk.content) await breakNow(name);
        seen += chunk.content;
      }
    });
    return { ...result, seen };
  },
});
