namespace AgentFunctions.Core.Events.Intake;

/// <summary>Streams whose events may become dead letters.</summary>
public static class StreamNames
{
    /// <summary>Usage of attempts, on its way into rollups.</summary>
    public const string Usage = "usage";

    /// <summary>Events that others publish through a hub.</summary>
    public const string Events = "events";

    /// <summary>Events of topics, on their way to a hub for others to read.</summary>
    public const string Topics = "topics";
}
