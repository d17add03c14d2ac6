namespace AgentFunctions.Core.Runs.Storage;

/// <summary>Why a run failed.</summary>
/// <param name="Code">Of docs/errors.md.</param>
/// <param name="Message">For people.</param>
internal sealed record StoredError(string Code, string Message);
