import { AzureOpenAI } from "openai";

const client = new AzureOpenAI({
  endpoint: process.env.AGENTFUNCTIONS_URL,
  apiKey: process.env.AGENTFUNCTIONS_KEY,
  apiVersion: "2024-10-21",
  deployment: "sim-small",
});

const answer = await client.chat.completions.create({
  messages: [{ role: "user", content: "Say hello" }],
});
console.log(answer.choices[0].message.content);
