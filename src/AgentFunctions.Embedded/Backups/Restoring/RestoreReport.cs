namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>What a restore did.</summary>
/// <param name="Files">Store files restored.</param>
/// <param name="Before">Backup of the state before; null where there was none.</param>
/// <param name="Notes">Lines for the operator.</param>
internal sealed record RestoreReport(IReadOnlyList<string> Files, string? Before, IReadOnlyList<string> Notes);
