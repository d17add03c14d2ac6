namespace AgentFunctions.Core.Runs.Control;

/// <summary>Who asked for something, and why.</summary>
internal sealed record RunAsked(string TenantId, string By, string? Reason);
