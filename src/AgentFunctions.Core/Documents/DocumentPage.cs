namespace AgentFunctions.Core.Documents;

/// <summary>One page of a query. Walking all pages while others write yields every document that was there throughout, its order property unchanged, exactly once.</summary>
/// <param name="Items">In query order; maybe fewer than the limit, since a page also ends at <see cref="DocumentLimits.MaxPageBytes"/>.</param>
/// <param name="Continuation">Opaque, or null when this was the last page (the only sign of the end).</param>
public sealed record DocumentPage(IReadOnlyList<Document> Items, string? Continuation);
