using System.Text.Json;

namespace AgentFunctions.Core.Definitions;

/// <summary>A workflow declared as data. Source: API.md, workflows; docs/workflow-definitions.md.</summary>
public sealed record WorkflowSpec
{
    public string? Description { get; set; }

    /// <summary>Team that owns it; null: the tenant.</summary>
    public string? Team { get; set; }

    /// <summary>Agent in whose name tools are called and people are asked; null where neither is done.</summary>
    public string? Agent { get; set; }

    /// <summary>JSON Schema of the input; null: anything.</summary>
    public JsonElement? Input { get; set; }

    /// <summary>Steps as they were written; <see cref="Reading.DefinitionReader"/> reads them.</summary>
    public required JsonElement Steps { get; init; }

    /// <summary>Template of what a run gives; null: the output of the last step.</summary>
    public JsonElement? Output { get; set; }

    /// <summary>JSON Schema of the output; null: not declared.</summary>
    public JsonElement? OutputSchema { get; set; }

    /// <summary>As runs read them; null: the defaults.</summary>
    public JsonElement? Limits { get; set; }
}
