using System.Text.Json;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>Resources to be applied together.</summary>
/// <param name="Items">Resource documents, in any order.</param>
public sealed record ResourceSet(IReadOnlyList<JsonElement> Items)
{
    /// <summary>Resources in a set at most.</summary>
    public const int MaxItems = 5_000;

    /// <summary>The set that owns them from now on; null leaves owners as they are.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>Delete what <see cref="ManagedBy"/> owns and the set lacks.</summary>
    public bool Prune { get; init; }

    /// <summary>Take over what another set owns.</summary>
    public bool Force { get; init; }

    /// <summary>Say what would happen and write nothing.</summary>
    public bool DryRun { get; init; }
}
