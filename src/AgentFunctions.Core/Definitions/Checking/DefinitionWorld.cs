using System.Text.Json;

namespace AgentFunctions.Core.Definitions.Checking;

/// <summary>What a definition can name, as far as it is known. Without it nothing is known and nothing is refused for it.</summary>
public sealed record DefinitionWorld
{
    public static DefinitionWorld Unknown { get; } = new();

    /// <summary>Argument schemas of tools by id; null: no arguments declared, so anything.</summary>
    public IReadOnlyDictionary<string, JsonElement?> Tools { get; init; } = new Dictionary<string, JsonElement?>();

    /// <summary>Output schemas of agents by id; null: none declared.</summary>
    public IReadOnlyDictionary<string, JsonElement?> Agents { get; init; } = new Dictionary<string, JsonElement?>();

    /// <summary>Schemas of the work that agents are handed, by id; null: any.</summary>
    public IReadOnlyDictionary<string, JsonElement?> Handoffs { get; init; } = new Dictionary<string, JsonElement?>();

    /// <summary>Other workflows by id.</summary>
    public IReadOnlyDictionary<string, Definition> Workflows { get; init; } = new Dictionary<string, Definition>();
}
