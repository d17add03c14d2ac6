using System.Text.Json;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>A usage event as any reader of the stream sees it.</summary>
internal sealed record StoredUsage
{
    public required string Id { get; init; }

    public required string CallId { get; init; }

    public required int Attempt { get; init; }

    public required int Revision { get; init; }

    public required string Outcome { get; init; }

    public string? Agent { get; init; }

    public string? Key { get; init; }

    public string? Run { get; init; }

    public string? Tool { get; init; }

    public string? EndUser { get; init; }

    public required long Requests { get; init; }

    public required long Cost { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required bool IsEstimated { get; init; }

    public required bool IsCounted { get; init; }

    /// <summary>Exactly as it was written.</summary>
    public required string Text { get; init; }

    public long Tokens => InputTokens + OutputTokens;

    public static StoredUsage Read(JsonElement cloudEvent)
    {
        var data = cloudEvent.GetProperty("data");
        return new StoredUsage
        {
            Id = cloudEvent.GetProperty("id").GetString()!,
            CallId = data.GetProperty("callId").GetString()!,
            Attempt = data.GetProperty("attempt").GetInt32(),
            Revision = data.GetProperty("revision").GetInt32(),
            Outcome = data.GetProperty("outcome").GetString()!,
            Agent = Text("agent"),
            Key = Text("key"),
            Run = Text("run"),
            Tool = Text("tool"),
            EndUser = Text("endUser"),
            Requests = Amount("requests"),
            Cost = Amount("costNano"),
            InputTokens = Amount("inputTokens"),
            OutputTokens = Amount("outputTokens"),
            IsEstimated = data.TryGetProperty("estimated", out _),
            IsCounted = data.TryGetProperty("counted", out _),
            Text = cloudEvent.GetRawText(),
        };

        string? Text(string name) => data.TryGetProperty(name, out var value) ? value.GetString() : null;

        long Amount(string name) => data.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
    }

    /// <summary>A number of the event; 0 where it is left out.</summary>
    public long Amount(string name) => JsonDocument.Parse(Text).RootElement.GetProperty("data").TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}
