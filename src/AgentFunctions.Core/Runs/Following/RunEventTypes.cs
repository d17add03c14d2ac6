namespace AgentFunctions.Core.Runs.Following;

/// <summary>Types of a run's events, as they are on the wire.</summary>
public static class RunEventTypes
{
    /// <summary>The run is somewhere else: <c>{"status"}</c>, with <c>error</c> where it failed and <c>by</c> and <c>reason</c> where somebody did it.</summary>
    public const string Status = "status";

    /// <summary>A step began, waits or ended: the step, its contents up to 4 KiB each.</summary>
    public const string Step = "step";

    /// <summary>Somebody asked for something: <c>{"verb","by","reason"}</c>.</summary>
    public const string Verb = "verb";
}
