import { tool } from "@langchain/core/tools";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ToolNode, toolsCondition } from "@langchain/langgraph/prebuilt";
import { ChatOpenAI } from "@langchain/openai";
import { z } from "zod";

const getWeather = tool(({ city }) => `21 degrees in ${city}`, {
  name: "get_weather",
  description: "The weather in a city",
  schema: z.object({ city: z.string() }),
});

const model = new ChatOpenAI({
  model: "sim-small",
  apiKey: process.env.AGENTFUNCTIONS_KEY,
  configuration: { baseURL: `${process.env.AGENTFUNCTIONS_URL}/v1` },
}).bindTools([getWeather]);

const graph = new StateGraph(MessagesAnnotation)
  .addNode("model", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
  .addNode("tools", new ToolNode([getWeather]))
  .addEdge("__start__", "model")
  .addConditionalEdges("model", toolsCondition)
  .addEdge("tools", "model")
  .compile();

const { messages } = await graph.invoke({
  messages: [{ role: "user", content: "Use get_weather for Paris" }],
});
for (const message of messages) console.log(`${message.getType()}: ${message.text}`);
