namespace AgentFunctions.Core.Documents;

/// <summary>One page of a query. Walking all pages while others write yields every document that was there throughout exactly once.</summary>
/// <param name="Items">In query order.</param>
/// <param name="Continuation">Opaque, or null when this was the last page.</param>
public sealed record DocumentPage(IReadOnlyList<Document> Items, string? Continuation);
