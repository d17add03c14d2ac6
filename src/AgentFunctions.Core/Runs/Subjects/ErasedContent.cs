using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Subjects;

/// <summary>What stands in the place of content that is erased.</summary>
internal static class ErasedContent
{
    private const string Text = "[erased]";

    private static readonly string[] Contents = ["input", "output"];

    public static JsonElement Json { get; } = JsonDocument.Parse($"\"{Text}\"").RootElement;

    /// <summary>The step without what it says. Of one that ended before, only what lies apart from it goes: payloads of a run go together.</summary>
    public static RunStep Of(RunStep step, long since)
    {
        var isReached = step.EndedAt is not { } ended || ended.ToUnixTimeMilliseconds() >= since;
        var next = step with { Input = Of(step.Input, isReached), Output = Of(step.Output, isReached) };
        return isReached ? next with { InputDigest = null, Error = Of(step.Error) } : next;
    }

    public static JsonElement? Of(JsonElement? content, bool isReached) =>
        content is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } some && (isReached || PayloadReferences.Find(some) is not null) ? Json : content;

    public static StoredEnd Of(StoredEnd end) => new() { Output = Of(end.Output, true), Error = end.Error is { } error ? new StoredError(error.Code, Text) : null };

    /// <summary>The event without contents and messages.</summary>
    public static StoredEvent Of(StoredEvent told)
    {
        if (told.Type is not (RunEventTypes.Step or RunEventTypes.Status) || JsonObject.Create(told.Data) is not { } data) return told;
        foreach (var name in Contents)
            if (data[name] is not null) data[name] = Text;
        if (data["error"] is JsonValue error && error.TryGetValue<string>(out var text)) data["error"] = Of(text);
        else if (data["error"] is JsonObject failure && failure["message"] is not null) failure["message"] = Text;
        return told with { Data = JsonElement.Parse(data.ToJsonString()) };
    }

    /// <summary>The code stays: <c>code: message</c>.</summary>
    private static string? Of(string? error) => error is null ? null : error.IndexOf(':', StringComparison.Ordinal) is var end and >= 0 ? $"{error[..end]}: {Text}" : Text;
}
