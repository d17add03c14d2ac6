import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";

// The SDK uploads its traces to api.openai.com unless told otherwise.
setTracingDisabled(true);

const openAIClient = new OpenAI({
  baseURL: `${process.env.AGENTFUNCTIONS_URL}/v1`,
  apiKey: process.env.AGENTFUNCTIONS_KEY,
});

const agent = new Agent({
  name: "Weather",
  model: "sim-small",
  instructions: "Answer with the help of the tool.",
  tools: [
    tool({
      name: "get_weather",
      description: "The weather in a city",
      parameters: z.object({ city: z.string() }),
      execute: ({ city }) => `21 degrees in ${city}`,
    }),
  ],
});

const runner = new Runner({ modelProvider: new OpenAIProvider({ openAIClient, useResponses: true }) });
const result = await runner.run(agent, "Use get_weather for Paris");
console.log(result.finalOutput);
