using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>Checks that what a resource names is there and may be used so, and says under which names the link is stored.</summary>
internal sealed class ReferenceCheck(ResourceDocuments documents, SecretHosts secretHosts)
{
    /// <param name="tenantId">Owner of both sides.</param>
    /// <param name="references">From the kind's validator.</param>
    /// <param name="findings">Where to report.</param>
    /// <param name="coming">Resources that are about to be written too, <c>kind:id</c>; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The links, <c>kind:id</c>, without repeats.</returns>
    public async ValueTask<IReadOnlyList<string>> ResolveAsync(
        string tenantId, IReadOnlyList<ResourceReference> references, Findings findings, IReadOnlySet<string>? coming, CancellationToken cancellationToken)
    {
        var links = new SortedSet<string>(StringComparer.Ordinal);
        List<string>? wildcards = null;
        foreach (var reference in references)
        {
            var link = $"{reference.Kind}:{reference.Id}";
            if (reference.Optional)
            {
                links.Add(link);
                if (reference.Kind == StoredSecret.KindName) await CheckSecretAsync(tenantId, reference, findings, cancellationToken);
                continue;
            }

            if (links.Contains(link) || coming?.Contains(link) == true || await documents.FindAsync(tenantId, reference.Kind, reference.Id, cancellationToken) is not null)
            {
                links.Add(link);
                continue;
            }

            if (reference.WildcardServes)
            {
                wildcards ??= await WildcardsAsync(tenantId, reference.Kind, coming, cancellationToken);
                if (wildcards.Find(w => reference.Id.AsSpan().StartsWith(w.AsSpan(0, w.Length - 1), StringComparison.Ordinal)) is { } covering)
                {
                    links.Add($"{reference.Kind}:{covering}");
                    continue;
                }
            }

            findings.Add(reference.Path, $"names {reference.Kind}/{reference.Id}, which does not exist: create it first with PUT /api/{reference.Kind}/{reference.Id}, or correct the name");
        }

        return [.. links];
    }

    private async ValueTask CheckSecretAsync(string tenantId, ResourceReference reference, Findings findings, CancellationToken cancellationToken)
    {
        if (reference.Host is { } host && await secretHosts.FindAsync(tenantId, reference.Id, cancellationToken) is { } allowed && !SecretHosts.Allows(allowed, host))
            findings.Add(reference.Path, $"names a secret that may not be sent to {host}: add the host to the secret's hosts, or name another secret");
    }

    /// <summary>Longest prefix first.</summary>
    private async ValueTask<List<string>> WildcardsAsync(string tenantId, string kind, IReadOnlySet<string>? coming, CancellationToken cancellationToken)
    {
        var filter = DocumentFilter.And(DocumentFilter.Equal("kind", kind), DocumentFilter.Equal("wildcard", true), DocumentFilter.Equal("deleted", false));
        var ids = new List<string>();
        await foreach (var stored in documents.QueryAllAsync(tenantId, filter, null, cancellationToken)) ids.Add(stored.Id);
        if (coming is not null) ids.AddRange(coming.Where(c => c.StartsWith(kind + ":", StringComparison.Ordinal) && c.EndsWith('*')).Select(c => c[(kind.Length + 1)..]));
        ids.Sort((a, b) => b.Length.CompareTo(a.Length));
        return ids;
    }
}
