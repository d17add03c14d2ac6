namespace AgentFunctions.Core.Memory.Records;

/// <summary>A typed link to another record of the same agent, as that was in one version.</summary>
public sealed record MemoryLink(MemoryLinkKind Kind, string TargetId, int TargetVersion);
