namespace AgentFunctions.Core.Documents;

/// <summary>Outcome of a batch: all or nothing. When one operation fails, it carries its status and all others <see cref="DocumentStatus.FailedDependency"/>.</summary>
public sealed record BatchResult(bool IsOk, IReadOnlyList<DocumentResult> Results);
