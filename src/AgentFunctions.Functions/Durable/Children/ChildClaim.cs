namespace AgentFunctions.Functions.Durable.Children;

/// <summary>What a parent asks for before it starts a child.</summary>
/// <param name="ParentId">Who asks.</param>
/// <param name="ChildId">The id it wants.</param>
/// <param name="Claim">Different for every start of a child and the same at every replay of it, so that asking twice is asking once.</param>
internal sealed record ChildClaim(string ParentId, string ChildId, Guid Claim);
