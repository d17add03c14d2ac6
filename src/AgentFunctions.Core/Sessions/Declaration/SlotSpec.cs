using System.Text.Json;

namespace AgentFunctions.Core.Sessions.Declaration;

/// <summary>A slot of an agent's sessions.</summary>
public sealed record SlotSpec
{
    /// <summary>JSON Schema of its value; null: any value.</summary>
    public JsonElement? Schema { get; set; }

    /// <summary>Tokens of its content in what a model is shown; null: no bound of its own.</summary>
    public int? BudgetTokens { get; set; }

    /// <summary>Its content is never shortened; a call it does not fit in is refused.</summary>
    public bool Pinned { get; set; }

    /// <summary>Agents of the tenant that may read it, beside the agent itself.</summary>
    public IReadOnlyList<string> Read { get; set; } = [];

    /// <summary>Agents of the tenant that may write it, beside the agent itself. Who writes may read.</summary>
    public IReadOnlyList<string> Write { get; set; } = [];
}
