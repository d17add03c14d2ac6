using System.Text.Json;

namespace AgentFunctions.Core.Runs.Forking;

/// <summary>A run to be begun from a step of another.</summary>
public sealed record RunForkRequest
{
    /// <summary>Done anew from this step on; what ended before it is taken from the record. Its id in the record, or a short name that names one step (<see cref="ForkSteps"/>).</summary>
    public required string FromStep { get; init; }

    /// <summary>Another input; null: the run's own. Undefined counts as null.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Outputs that steps are to have had, by step, named as that: they are not done, whatever goes in.</summary>
    public IReadOnlyDictionary<string, JsonElement> Outputs { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>As with a start.</summary>
    public string? IdempotencyKey { get; init; }
}
