namespace AgentFunctions.Core.Activity.Storage;

/// <summary>A last use to be stored.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="DocumentId">Where.</param>
/// <param name="Life">How long it is kept after the use.</param>
internal readonly record struct LastUse(string TenantId, string DocumentId, TimeSpan Life);
