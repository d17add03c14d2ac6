using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Activity.Reading;

/// <summary>When keys and models were last used. Stale by at most <see cref="ActivityOptions.LastUseInterval"/> and one write.</summary>
public sealed class LastUses
{
    private const int AtOnce = 32;

    private readonly IDocumentStore _store;

    internal LastUses(IDocumentStore store) => _store = store;

    /// <summary>The last use of each of the keys that was used; a point read each.</summary>
    public async ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> OfKeysAsync(string tenantId, IEnumerable<string> keyIds, CancellationToken cancellationToken)
    {
        var uses = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var part in keyIds.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            var found = await Task.WhenAll(part.Select(id => FindKeyAsync(tenantId, id, cancellationToken).AsTask()));
            for (var i = 0; i < part.Length; i++)
            {
                if (found[i] is { } use) uses[part[i]] = use.At;
            }
        }

        return uses;
    }

    internal async ValueTask<StoredUse?> FindKeyAsync(string tenantId, string keyId, CancellationToken cancellationToken)
    {
        var found = await _store.ReadAsync(ActivityDocuments.LastUsePartition(tenantId), ActivityDocuments.KeyUseId(keyId), cancellationToken);
        return found.Document is { } document ? StoredUse.Read(document) : null;
    }

    /// <summary>What the agent used in those teams, each model with its last use; a null model is a call for none.</summary>
    internal async ValueTask<IReadOnlyList<StoredUse>> OfAgentAsync(string tenantId, string agent, TeamFilter teams, CancellationToken cancellationToken)
    {
        var uses = new List<StoredUse>();
        var query = new DocumentQuery(IdPrefix: ActivityDocuments.ModelUsePrefix(agent));
        do
        {
            var page = await _store.QueryAsync(ActivityDocuments.LastUsePartition(tenantId), query, cancellationToken);
            uses.AddRange(page.Items.Select(StoredUse.Read).Where(use => teams.Includes(use.Team)));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return uses;
    }
}
