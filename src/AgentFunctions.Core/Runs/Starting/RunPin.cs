namespace AgentFunctions.Core.Runs.Starting;

/// <summary>The version of a resource that a run goes by, whatever is written meanwhile.</summary>
/// <param name="Version">As the history of the resource counts: of the write that gave it its spec.</param>
/// <param name="ETag">Of that version.</param>
public sealed record RunPin(long Version, string ETag);
