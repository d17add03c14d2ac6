using System.Text.Json;
using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Activity.Storage;

/// <summary>A counter as stored: the absolute values of one counter of one process.</summary>
internal sealed record StoredCounter
{
    public int Format { get; init; } = 1;

    /// <summary>Begin of the hour.</summary>
    public required DateTimeOffset Hour { get; init; }

    public required string Key { get; init; }

    public string? Agent { get; init; }

    /// <summary>At the time of the calls.</summary>
    public string? Team { get; init; }

    public required ActivitySurface Surface { get; init; }

    public string? Model { get; init; }

    public long Requests { get; init; }

    public long Failures { get; init; }

    public long Refusals { get; init; }

    /// <summary>Refusals by code.</summary>
    public Dictionary<string, long>? Codes { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    public static StoredCounter Of(Counter counter, in CounterValues values) => new()
    {
        Hour = ActivityDocuments.TimeOf(counter.Key.Hour),
        Key = counter.Key.KeyId,
        Agent = counter.Key.Agent,
        Team = counter.Key.Team,
        Surface = counter.Key.Surface,
        Model = counter.Key.Model,
        Requests = values.Requests,
        Failures = values.Failures,
        Refusals = values.Refusals,
        Codes = ByName(values.Codes),
        InputTokens = values.InputTokens,
        OutputTokens = values.OutputTokens,
        FirstAt = new DateTimeOffset(counter.FirstAt, TimeSpan.Zero),
        LastAt = new DateTimeOffset(values.LastAt, TimeSpan.Zero),
    };

    public static StoredCounter Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, ActivityJson.Default.StoredCounter) ?? throw new InvalidOperationException("A counter document is null.");

    private static Dictionary<string, long>? ByName(long[]? codes)
    {
        if (codes is null) return null;
        var byName = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] != 0) byName.Add(RefusalCodes.Names[i], codes[i]);
        }

        return byName;
    }
}
