using System.Text.Json;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>What an activity needs to know to do a step of a definition, or to go on with it.</summary>
internal sealed record StepInput
{
    public required string TenantId { get; init; }

    public required string RunId { get; init; }

    /// <summary>Id of the step in the definition.</summary>
    public required string Key { get; init; }

    /// <summary>Id of the step in the journal: one for each time it is done.</summary>
    public required string StepId { get; init; }

    /// <summary>What its expressions see; larger values as references of the run.</summary>
    public JsonElement? Environment { get; init; }

    /// <summary>It undoes another one.</summary>
    public bool IsUndo { get; init; }

    /// <summary>It is done even in a run that is being cancelled: it undoes another one, or is there for any case.</summary>
    public bool IsInAnyCase { get; init; }

    /// <summary>The instance that hears of decisions.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The event by which it hears.</summary>
    public string EventName { get; init; } = "";

    /// <summary>The approval that allows it.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>The request to people that was waited for.</summary>
    public string? WaitedFor { get; init; }

    /// <summary>Tries so far that came to nothing; the last one says so.</summary>
    public bool IsLastTry { get; init; }

    /// <summary>What it waited for is over: the run within the run, the time, the event.</summary>
    public bool IsOver { get; init; }

    /// <summary>The run within the run is to go on from where it failed.</summary>
    public bool IsRewound { get; init; }

    /// <summary>An event came in time.</summary>
    public bool IsReceived { get; init; }

    /// <summary>What it carried; null where it carried nothing.</summary>
    public JsonElement? Event { get; init; }
}
