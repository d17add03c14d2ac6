namespace AgentFunctions.Core.Subjects;

/// <summary>A page of erasures, newest first.</summary>
public sealed record ErasurePage(IReadOnlyList<Erasure> Items, string? NextCursor);
