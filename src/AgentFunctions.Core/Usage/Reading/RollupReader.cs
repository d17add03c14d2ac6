using System.Runtime.CompilerServices;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Reading;

/// <summary>Finds the rows that a query needs: ranges of ids, narrowed by the store where it can.</summary>
internal sealed class RollupReader(IDocumentStore store)
{
    /// <param name="tenantId">Whose.</param>
    /// <param name="family">Which rows.</param>
    /// <param name="segment">Of which time.</param>
    /// <param name="hashed">Only those of one of these values, or of this tag; null for all.</param>
    /// <param name="filter">Which of them; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async IAsyncEnumerable<RollupRow> ReadAsync(
        string tenantId, RollupFamily family, RollupSegment segment, IReadOnlyList<string>? hashed, DocumentFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (partition, prefix, after) in Ranges(tenantId, family, segment, hashed))
        {
            var query = new DocumentQuery(filter, IdPrefix: prefix, IdAfter: after);
            do
            {
                var page = await store.QueryAsync(partition, query, cancellationToken);
                query = query with { Continuation = page.Continuation };
                foreach (var document in page.Items)
                {
                    var row = RollupJson.Read(segment.Level, family, document.Body.Span);
                    if (row.Key.Bucket >= segment.To)
                    {
                        query = query with { Continuation = null };
                        break;
                    }

                    yield return row;
                }
            }
            while (query.Continuation is not null);
        }
    }

    private static IEnumerable<(DocumentPartition Partition, string Prefix, string? After)> Ranges(string tenantId, RollupFamily family, RollupSegment segment, IReadOnlyList<string>? hashed)
    {
        if (hashed is null)
        {
            var prefix = RollupDocuments.Prefix(family, segment.Level);
            for (var month = segment.From; month < segment.To; month = RollupTime.NextMonth(month))
                yield return (RollupDocuments.Partition(tenantId, month), prefix, RollupDocuments.Prefix(family, segment.Level, month)[..^1]);
            yield break;
        }

        for (var bucket = segment.From; bucket < segment.To; bucket += RollupTime.Seconds(segment.Level))
        {
            foreach (var text in hashed) yield return (RollupDocuments.Partition(tenantId, bucket), RollupDocuments.Prefix(family, segment.Level, bucket, text), null);
        }
    }
}
