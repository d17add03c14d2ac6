using System.Text.Json;
using AgentFunctions.Core.Expressions.Templates;

namespace AgentFunctions.Core.Definitions;

/// <summary>A workflow as it is checked and run: everything parsed. Immutable.</summary>
public sealed record Definition
{
    public string? Team { get; init; }

    /// <summary>Agent in whose name it acts; null for none.</summary>
    public string? Agent { get; init; }

    /// <summary>JSON Schema of the input; null: anything.</summary>
    public JsonElement? Input { get; init; }

    public required IReadOnlyList<DefinitionStep> Steps { get; init; }

    /// <summary>null: the output of the last step.</summary>
    public JsonTemplate? Output { get; init; }

    /// <summary>JSON Schema of the output; null: not declared.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>Every step of every level, in the order in which they are written.</summary>
    public IEnumerable<DefinitionStep> AllSteps() => Steps.SelectMany(static step => step.WithInner());
}
