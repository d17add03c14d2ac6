namespace AgentFunctions.Core.Hosting;

/// <summary>What the host around the application can bear. Section <c>AgentFunctions:Host</c>; a host that has such limits sets their defaults, the local host has none.</summary>
public sealed class HostLimitsOptions
{
    public const string SectionName = "AgentFunctions:Host";

    /// <summary>
    /// Longest time a caller may wait for the first byte of an answer. It caps the total of whole answers and the first token of streams, whatever a model's timeouts say; what takes
    /// longer is answered 504 <c>upstream_timeout</c>, advising to stream. Default null: no cap. Functions host: 220 s, because Azure's front end cuts a connection silent for 230 s.
    /// </summary>
    public TimeSpan? MaxWait { get; set; }
}
