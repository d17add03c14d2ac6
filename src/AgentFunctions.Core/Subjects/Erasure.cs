namespace AgentFunctions.Core.Subjects;

/// <summary>That a subject was erased, without who it was.</summary>
/// <param name="Id"><c>era_…</c>.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Agent">Of which agent; null: of all.</param>
/// <param name="StartedAt">When.</param>
/// <param name="CompletedAt">When the last of it was gone.</param>
/// <param name="Removed">How much each part removed.</param>
public sealed record Erasure(string Id, string By, string? Agent, DateTimeOffset StartedAt, DateTimeOffset CompletedAt, IReadOnlyDictionary<string, long> Removed);
