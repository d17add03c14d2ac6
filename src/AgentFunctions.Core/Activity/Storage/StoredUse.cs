using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Activity.Storage;

/// <summary>When a key, or a model by an agent in a team, was last used by anybody.</summary>
internal sealed record StoredUse
{
    public int Format { get; init; } = 1;

    public required DateTimeOffset At { get; init; }

    /// <summary>Under whose name the key's counters lie, so that they are found after the key was deleted; null in the documents of models.</summary>
    public string? Owner { get; init; }

    /// <summary>The owner is an agent, not a principal.</summary>
    public bool OwnerIsAgent { get; init; }

    public string? Team { get; init; }

    public string? Model { get; init; }

    public static StoredUse Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, ActivityJson.Default.StoredUse) ?? throw new InvalidOperationException("A last-use document is null.");
}
