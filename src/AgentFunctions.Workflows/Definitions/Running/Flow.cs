using System.Text.Json;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>What came of a part of a definition.</summary>
/// <param name="Kind">How it goes on.</param>
/// <param name="Output">Of what is done or ended; larger content as a reference of the run.</param>
/// <param name="Fault">Why it failed.</param>
internal readonly record struct Flow(FlowKind Kind, JsonElement? Output = null, RunFault? Fault = null)
{
    /// <summary>The key of the step that failed.</summary>
    public string? Step { get; init; }

    /// <summary>It failed because its time was over, but it was done all the same: <see cref="Output"/> is what it gave.</summary>
    public bool IsLate { get; init; }

    /// <summary>The run that this one is a fork of did it: it is not this one's to undo.</summary>
    public bool IsCopied { get; init; }

    /// <summary>Nothing can catch it.</summary>
    public bool IsFatal { get; init; }

    public static Flow Stopped { get; } = new(FlowKind.Stopped);

    public bool IsDone => Kind == FlowKind.Done;

    public static Flow Done(JsonElement? output = null) => new(FlowKind.Done, output);

    public static Flow Failed(RunFault fault, string? step = null, bool isFatal = false) => new(FlowKind.Failed, null, fault) { Step = step, IsFatal = isFatal };

    public static Flow Ended(JsonElement? output, RunFault? fault = null) => new(FlowKind.Ended, output, fault);
}
