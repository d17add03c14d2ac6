using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Agents;

/// <summary>An agent as a run of it goes by it: the versions that were in force when the run began.</summary>
public sealed record AgentBlueprint
{
    public required string Id { get; init; }

    public required AgentSpec Spec { get; init; }

    /// <summary>The tools it may use, by id.</summary>
    public IReadOnlyList<AgentTool> Tools { get; init; } = [];

    /// <summary>The agents it may hand work to, by id.</summary>
    public IReadOnlyList<CallableAgent> Helpers { get; init; } = [];

    /// <summary>The model its runs call: <see cref="AgentSpec.Model"/>, else the first of its models that is no pattern; null where there is none.</summary>
    public string? Model => Spec.Model ?? Spec.Models.FirstOrDefault(static model => !model.EndsWith('*') && !model.StartsWith("agent/", StringComparison.Ordinal));
}
