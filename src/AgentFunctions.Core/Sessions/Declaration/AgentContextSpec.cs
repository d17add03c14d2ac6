using System.Text.Json;

namespace AgentFunctions.Core.Sessions.Declaration;

/// <summary>What an agent's sessions hold, and how what its model is shown is put together. Source: API.md, agents.</summary>
public sealed record AgentContextSpec
{
    /// <summary>Tokens of what a model is shown in runs, where nothing else is said.</summary>
    public const int DefaultBudgetTokens = 65536;

    /// <summary>Tokens of what a model is shown; null: <see cref="DefaultBudgetTokens"/> in runs, elsewhere no bound.</summary>
    public int? BudgetTokens { get; set; }

    /// <summary>Slots by name, beside those of <see cref="SlotNames.BuiltIn"/>; a declaration under such a name adds to it.</summary>
    public IReadOnlyDictionary<string, SlotSpec> Slots { get; set; } = new Dictionary<string, SlotSpec>();

    /// <summary>How content is made smaller; null: not at all, unless a call asks for it.</summary>
    public CompressionSpec? Compression { get; set; }

    /// <summary>JSON Schema of the input of work that other agents hand to this one; null: any.</summary>
    public JsonElement? Handoff { get; set; }
}
