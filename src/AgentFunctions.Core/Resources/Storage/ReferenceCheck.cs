using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>Checks that what a resource names is there and may be used so, and says under which names the link is stored.</summary>
internal sealed class ReferenceCheck(SecretHosts secretHosts)
{
    private static readonly DocumentFilter Wildcards = DocumentFilter.Equal("wildcard", true);

    /// <param name="tenantId">Owner of both sides.</param>
    /// <param name="references">From the kind's validator.</param>
    /// <param name="lookup">The resources as they will be.</param>
    /// <param name="findings">Where to report.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The links, <c>kind:id</c>, without repeats.</returns>
    public async ValueTask<IReadOnlyList<string>> ResolveAsync(
        string tenantId, IReadOnlyList<ResourceReference> references, IResourceLookup lookup, Findings findings, CancellationToken cancellationToken)
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

            if (links.Contains(link) || await lookup.FindAsync(tenantId, reference.Kind, reference.Id, cancellationToken) is not null)
            {
                links.Add(link);
                continue;
            }

            if (reference.WildcardServes)
            {
                wildcards ??= await WildcardsAsync(tenantId, reference.Kind, lookup, cancellationToken);
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
        if (await secretHosts.FindAsync(tenantId, reference.Id, cancellationToken) is not { } rules) return;
        if (reference.Host is { } host && rules.Hosts is { } allowed && !SecretHosts.Allows(allowed, host))
            findings.Add(reference.Path, $"names a secret that may not be sent to {host}: add the host to the secret's hosts, or name another secret");
        if (rules.Team is { } owner && reference.Team is { } team && team != owner)
            findings.Add(reference.Path, "names a secret that belongs to another team: name one of this team or of the tenant");
    }

    /// <summary>Longest prefix first.</summary>
    private static async ValueTask<List<string>> WildcardsAsync(string tenantId, string kind, IResourceLookup lookup, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var stored in lookup.ListAllAsync(tenantId, kind, Wildcards, cancellationToken))
        {
            if (stored.Wildcard) ids.Add(stored.Id);
        }

        ids.Sort((a, b) => b.Length.CompareTo(a.Length));
        return ids;
    }
}
