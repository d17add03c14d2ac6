using System.Text.Json;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>How a run of ours ended.</summary>
/// <param name="Status">A closed one.</param>
/// <param name="Output">What it answered, larger content as a reference of owner <c>runs/{id}</c>; null for nothing.</param>
/// <param name="ErrorCode">A code of docs/errors.md; null where it did not fail.</param>
/// <param name="ErrorMessage">Why it failed, for people.</param>
public sealed record RunResult(RunStatus Status, JsonElement? Output, string? ErrorCode, string? ErrorMessage);
