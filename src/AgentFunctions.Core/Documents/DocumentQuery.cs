namespace AgentFunctions.Core.Documents;

/// <summary>An ordered query within one partition.</summary>
/// <param name="Filter">Which documents; null for all.</param>
/// <param name="OrderBy">Path of a string or integer property to order by, ties broken by id, integers before strings; null orders by id. Documents without it, or with another type there, are left out.</param>
/// <param name="Descending">Reverses the order, ties included.</param>
/// <param name="Limit">Documents in a page, 1 to <see cref="DocumentLimits.MaxPageSize"/>. A page may hold fewer and still not be the last one.</param>
/// <param name="Continuation">From the previous page of the same query; one from another query is a <see cref="DocumentLimitException"/>.</param>
/// <param name="IdPrefix">Only documents whose id begins with it (ordinal); null or empty for all. The engine walks this range of ids and nothing else, whatever the order.</param>
/// <param name="IdAfter">Only documents whose id is ordinally greater, in either direction; null or empty for all. Need not be the id of a document.</param>
public sealed record DocumentQuery(
    DocumentFilter? Filter = null,
    string? OrderBy = null,
    bool Descending = false,
    int Limit = DocumentLimits.MaxPageSize,
    string? Continuation = null,
    string? IdPrefix = null,
    string? IdAfter = null);
