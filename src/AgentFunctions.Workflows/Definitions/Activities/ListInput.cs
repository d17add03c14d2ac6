using System.Text.Json;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>A list, and what is to be done with it.</summary>
internal sealed record ListInput
{
    public required string TenantId { get; init; }

    public required string RunId { get; init; }

    /// <summary>The list so far, larger as a reference; null: empty.</summary>
    public JsonElement? List { get; init; }

    /// <summary>Entries to add.</summary>
    public IReadOnlyList<JsonElement> Add { get; init; } = [];

    /// <summary>First of the entries to give.</summary>
    public int From { get; init; }

    /// <summary>Entries to give; 0: none.</summary>
    public int Take { get; init; }
}
