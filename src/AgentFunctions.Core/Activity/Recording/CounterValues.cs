namespace AgentFunctions.Core.Activity.Recording;

/// <summary>A counter at one moment.</summary>
/// <param name="Requests">All calls.</param>
/// <param name="Failures">Of them failed.</param>
/// <param name="Refusals">Of them refused.</param>
/// <param name="InputTokens">As reported.</param>
/// <param name="OutputTokens">As reported.</param>
/// <param name="LastAt">Ticks, UTC.</param>
/// <param name="Codes">Refusals in the order of <see cref="RefusalCodes.Names"/>; null: none.</param>
internal readonly record struct CounterValues(long Requests, long Failures, long Refusals, long InputTokens, long OutputTokens, long LastAt, long[]? Codes);
