namespace AgentFunctions.Core.Usage;

/// <summary>Whose usage a call is. Fixed before the call acts; kept with its hold and repeated in every one of its events.</summary>
public sealed record UsageSubject
{
    public required string TenantId { get; init; }

    /// <summary>Ours, never the caller's.</summary>
    public required string CallId { get; init; }

    /// <summary>When it was admitted: decides every window it counts in.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>chat</c>, <c>responses</c>, <c>embeddings</c>...</summary>
    public required string Operation { get; init; }

    public string? Agent { get; init; }

    public string? Team { get; init; }

    public string? CostCentre { get; init; }

    public string? Key { get; init; }

    /// <summary>The declared model, a wildcard by its literal id.</summary>
    public string? Model { get; init; }

    public string? Tool { get; init; }

    /// <summary>As the caller named it; belongs to <see cref="Agent"/>.</summary>
    public string? Session { get; init; }

    public string? Run { get; init; }

    /// <summary>As the caller named it.</summary>
    public string? EndUser { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
