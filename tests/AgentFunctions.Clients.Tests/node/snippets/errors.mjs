import OpenAI from "openai";

const client = new OpenAI({
  baseURL: `${process.env.AGENTFUNCTIONS_URL}/v1`,
  apiKey: process.env.AGENTFUNCTIONS_KEY,
});

try {
  await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Say hello" }] });
} catch (error) {
  if (!(error instanceof OpenAI.APIError)) throw error;
  console.log(error.status, error.code, error.requestID);
}
