namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>Which run of which code.</summary>
/// <param name="InstanceId">Of the instance.</param>
/// <param name="Name">Of the workflow.</param>
/// <param name="Version">Of its code.</param>
/// <param name="ParentId">null for none.</param>
/// <param name="Generation">How often it continued as new.</param>
public sealed record ExecutionInfo(string InstanceId, string Name, int Version, string? ParentId, int Generation);
