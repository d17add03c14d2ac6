namespace AgentFunctions.Core.Memory.Search;

/// <summary>How a query was read.</summary>
/// <param name="Terms">The words searched for, folded and without stop words.</param>
/// <param name="Entities">The names searched for, folded.</param>
/// <param name="Speakers">Those of the names that said something among the candidates.</param>
/// <param name="From">The start of the time asked about; null for none.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="AsksForTime">The answer is a time ("when").</param>
/// <param name="Candidates">How many records were scored.</param>
/// <param name="UsedVectors">Whether embeddings took part.</param>
public sealed record MemoryQueryExplanation(
    IReadOnlyList<string> Terms, IReadOnlyList<string> Entities, IReadOnlyList<string> Speakers, DateTimeOffset? From, DateTimeOffset? To, bool AsksForTime, int Candidates, bool UsedVectors);
