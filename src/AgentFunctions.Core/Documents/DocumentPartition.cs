namespace AgentFunctions.Core.Documents;

/// <summary>One logical partition: the unit of atomic batches and ordered queries.</summary>
/// <param name="Container">The container.</param>
/// <param name="TenantId">First level of the key; named in every operation, so no read can cross tenants.</param>
/// <param name="Second">Second level of the key; required where the container has one, null where it has none. 1 to 512 characters.</param>
public readonly record struct DocumentPartition(DocumentContainer Container, string TenantId, string? Second = null);
