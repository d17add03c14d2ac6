namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>Tells a run that waits for an event.</summary>
public sealed record SignalSpec
{
    /// <summary>Text with expressions on <c>event</c> that gives the id of the run, <c>${event.data.runId}</c>.</summary>
    public required string Run { get; init; }

    /// <summary>Name of the event the run waits for.</summary>
    public required string Event { get; init; }
}
