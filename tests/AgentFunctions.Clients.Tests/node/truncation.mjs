// npm `openai`: a broken answer raises; it never looks whole.
import { breakNow, client, outcome, run, user } from "./harness.mjs";

const breaks = ["close", "reset", "stall", "malformed", "cut-event", "error-event", "no-finish", "no-done", "end"];
const { openai } = client({ maxRetries: 0 });

/** Reads a stream that breaks once its first half was seen. */
async function read(model, stream, text) {
  let seen = "";
  const result = await outcome(async () => {
    for await (const item of await stream()) {
      if (seen === "" && text(item)) await breakNow(model);
      seen += text(item);
    }
  });
  return { ...result, seen };
}

const scenarios = {};
for (const name of breaks) {
  const chat = `break-${name}.js-chat`;
  const responses = `break-${name}.js-responses`;
  scenarios[`chat-${name}`] = () => read(chat, () => openai.chat.completions.create({ model: chat, messages: user("Hi"), stream: true }), (chunk) => chunk.choices[0]?.delta.content ?? "");
  if (!name.startsWith("no-"))
    scenarios[`responses-${name}`] = () => read(responses, () => openai.responses.create({ model: responses, input: "Hi", stream: true }), (event) => (event.type === "response.output_text.delta" ? event.delta : ""));
}
for (const name of ["close", "reset", "stall", "malformed"]) {
  scenarios[`whole-${name}`] = () => outcome(() => openai.chat.completions.create({ model: `break-${name}.js-whole`, messages: user("Hi") }));
}

await run(scenarios);
