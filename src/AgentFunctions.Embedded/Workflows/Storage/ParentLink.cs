namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Whom a child tells of its end.</summary>
internal sealed record ParentLink(long Key, string Id, int TaskId, int Generation);
