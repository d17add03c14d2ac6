import OpenAI from "openai";

const client = new OpenAI({
  baseURL: `${process.env.AGENTFUNCTIONS_URL}/v1`,
  apiKey: process.env.AGENTFUNCTIONS_KEY,
});

const answer = await client.chat.completions.create({
  model: "sim-small",
  messages: [{ role: "user", content: "Say hello" }],
});
console.log(answer.choices[0].message.content);

const stream = await client.chat.completions.create({
  model: "sim-small",
  messages: [{ role: "user", content: "Say hello" }],
  stream: true,
});
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
