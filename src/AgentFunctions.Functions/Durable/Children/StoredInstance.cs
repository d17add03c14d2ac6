namespace AgentFunctions.Functions.Durable.Children;

/// <summary>What is kept of an id beside Durable Task.</summary>
/// <param name="ParentId">Whose child it is; null for none.</param>
/// <param name="Claim">Of the start that it was claimed for.</param>
/// <param name="IsPurged">Nothing but the id is left.</param>
internal sealed record StoredInstance(string? ParentId, Guid Claim, bool IsPurged);
