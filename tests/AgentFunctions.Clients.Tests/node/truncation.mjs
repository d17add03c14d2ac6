// npm `openai`: a broken answer raises; it never looks whole.
import { client, outcome, run, user } from "./harness.mjs";

const breaks = ["close", "reset", "stall", "malformed", "cut-event", "error-event", "no-finish", "end"];

async function read(stream, text) {
  let seen = "";
  const result = await outcome(async () => {
    for await (const item of await stream()) seen += text(item);
  });
  return { ...result, seen };
}

const scenarios = {};
for (const name of breaks) {
  const { openai } = client({ maxRetries: 0 });
  scenarios[`chat-${name}`] = () => read(() => openai.chat.completions.create({ model: `break-${name}`, messages: user("Hi"), stream: true }), (chunk) => chunk.choices[0]?.delta.content ?? "");
  scenarios[`responses-${name}`] = () => read(() => openai.responses.create({ model: `break-${name}`, input: "Hi", stream: true }), (event) => (event.type === "response.output_text.delta" ? event.delta : ""));
}
for (const name of ["close", "reset", "stall", "malformed"]) {
  const { openai } = client({ maxRetries: 0 });
  scenarios[`whole-${name}`] = () => outcome(() => openai.chat.completions.create({ model: `break-${name}`, messages: user("Hi") }));
}

await run(scenarios);
