using System.Text.Json;

namespace AgentFunctions.Core.Workflows;

/// <summary>What an engine says of an instance.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Name">The catalogue's name of its workflow.</param>
/// <param name="Version">Of the code it was started with.</param>
/// <param name="Status">Where it is.</param>
/// <param name="CreatedAt">When it was scheduled.</param>
/// <param name="UpdatedAt">When it last moved.</param>
/// <param name="CustomStatus">The latest status it set.</param>
/// <param name="Output">What it returned; null before.</param>
/// <param name="Failure">Why it failed or was terminated; else null.</param>
public sealed record WorkflowInstance(
    string InstanceId, string Name, int Version, WorkflowStatus Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, JsonElement? CustomStatus, JsonElement? Output, WorkflowFailure? Failure)
{
    /// <summary>It never moves again, unless it is rewound.</summary>
    public bool IsEnded => Status is WorkflowStatus.Completed or WorkflowStatus.Failed or WorkflowStatus.Terminated;
}
