namespace AgentFunctions.Core.Memory.Search.Queries;

/// <summary>A query as it was understood.</summary>
/// <param name="Terms">Words that are searched for: folded, base form, without stop words, each once.</param>
/// <param name="Names">Those that were written as names.</param>
/// <param name="From">The start of the time that it names; null for none.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="AsksForTime">Its answer is a time.</param>
internal sealed record MemoryQuery(IReadOnlyList<string> Terms, IReadOnlyList<string> Names, DateTimeOffset? From, DateTimeOffset? To, bool AsksForTime)
{
    /// <summary>Addresses and ids that it names, folded, each one name whatever is in it.</summary>
    public IReadOnlyList<string> Handles { get; init; } = [];
}
