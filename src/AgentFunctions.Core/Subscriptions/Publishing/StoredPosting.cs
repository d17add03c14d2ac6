using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>An event as it is stored. The event itself is a text: what a document may hold does not bind those who publish.</summary>
internal sealed record StoredPosting
{
    public int Format { get; init; } = 1;

    public required string Topic { get; init; }

    public string? Team { get; init; }

    public required string By { get; init; }

    /// <summary>The people and agents it goes back to, where <see cref="By"/> is a run or an approval; null: who published it.</summary>
    public IReadOnlyList<string>? Behind { get; init; }

    /// <summary>Who may not approve what the event sets off; nobody for what comes from schedules and webhooks.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> People => [.. (Behind ?? [By]).Where(static who => !who.StartsWith("subscriptions/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];

    /// <summary>Unix milliseconds.</summary>
    public required long At { get; init; }

    public required int Depth { get; init; }

    /// <summary>On whose behalf, as it was given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EndUser { get; init; }

    /// <summary>The same as it is compared.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subject { get; init; }

    public required string Id { get; init; }

    public required string Event { get; init; }

    public IReadOnlyList<EventTaker> Takers { get; init; } = [];
}
