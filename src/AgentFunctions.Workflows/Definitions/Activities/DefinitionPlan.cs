using System.Text.Json;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>What a run goes by.</summary>
internal sealed record DefinitionPlan
{
    public required int StepLimit { get; init; }

    /// <summary>Bytes of values it may come to; null: one that began before there was a bound, in this generation.</summary>
    public long? ByteLimit { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    public bool IsCancelling { get; init; }

    public long Rewinds { get; init; }

    /// <summary>How it was closed already; null while it is open.</summary>
    public string? Closed { get; init; }

    /// <summary>It cannot be run.</summary>
    public RunFault? Fault { get; init; }

    /// <summary>Larger input as a reference of the run.</summary>
    public JsonElement? Input { get; init; }

    /// <summary><c>run</c> in expressions.</summary>
    public JsonElement? Run { get; init; }

    /// <summary>Parts of the definition's text; payloads are small.</summary>
    public int Parts { get; init; }

    /// <summary>The asked for part, UTF-8.</summary>
    public byte[] Part { get; init; } = [];
}
