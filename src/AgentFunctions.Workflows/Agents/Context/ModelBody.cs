using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Agents;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>The chat completion that a turn asks for. The same turn writes the same bytes.</summary>
internal static class ModelBody
{
    public static ReadOnlyMemory<byte> Write(string model, AgentBlueprint blueprint, FunctionNames names, IReadOnlyList<JsonElement> messages)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteStartArray("messages"u8);
        foreach (var message in messages) message.WriteTo(json);
        json.WriteEndArray();
        if (names.All.Count > 0) WriteTools(json, blueprint, names);
        if (blueprint.Spec.Output is { } schema) WriteFormat(json, schema);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteTools(Utf8JsonWriter json, AgentBlueprint blueprint, FunctionNames names)
    {
        json.WriteStartArray("tools"u8);
        foreach (var (name, (kind, target)) in names.All)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, name);
            if (kind == ProposedCallKind.Tool) WriteTool(json, blueprint.Tools.First(tool => tool.Id == target));
            else WriteHelper(json, blueprint.Helpers.First(helper => helper.Id == target));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTool(Utf8JsonWriter json, AgentTool tool)
    {
        if (tool.Description is { } description) json.WriteString("description"u8, description);
        json.WritePropertyName("parameters"u8);
        if (tool.Parameters is { ValueKind: JsonValueKind.Object } parameters) parameters.WriteTo(json);
        else json.WriteRawValue("""{"type":"object","properties":{}}"""u8);
    }

    private static void WriteHelper(Utf8JsonWriter json, CallableAgent helper)
    {
        json.WriteString("description"u8, helper.Description ?? $"Hands a piece of work to the agent '{helper.Id}' and waits for its answer.");
        json.WritePropertyName("parameters"u8);
        if (helper.Handoff is { } contract)
        {
            json.WriteRawValue($$"""{"type":"object","properties":{"input":{{contract.GetRawText()}}},"required":["input"],"additionalProperties":false}""");
            return;
        }

        json.WriteRawValue("""{"type":"object","properties":{"input":{"type":"string","description":"The work, with all that is needed to do it."}},"required":["input"],"additionalProperties":false}"""u8);
    }

    private static void WriteFormat(Utf8JsonWriter json, JsonElement schema)
    {
        json.WriteStartObject("response_format"u8);
        json.WriteString("type"u8, "json_schema"u8);
        json.WriteStartObject("json_schema"u8);
        json.WriteString("name"u8, "output"u8);
        json.WritePropertyName("schema"u8);
        schema.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
