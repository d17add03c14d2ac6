namespace AgentFunctions.Core.Resources;

/// <summary>Timeouts of a model's calls. Source: DESIGN section 5.</summary>
public sealed record TimeoutsSpec
{
    /// <summary>Opening a connection. Default 5 s.</summary>
    public TimeSpan Connect { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Streams: until the first event. Default 2 min.</summary>
    public TimeSpan FirstToken { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Streams: between two reads. Default 1 min.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The whole call, retries and fail-over included. Default 10 min.</summary>
    public TimeSpan Total { get; set; } = TimeSpan.FromMinutes(10);
}
