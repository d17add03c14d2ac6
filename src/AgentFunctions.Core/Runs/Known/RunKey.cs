namespace AgentFunctions.Core.Runs.Known;

/// <summary>A run among all tenants.</summary>
internal readonly record struct RunKey(string TenantId, string RunId);
