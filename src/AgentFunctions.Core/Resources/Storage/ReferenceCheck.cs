using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>Checks that what a resource names is there and may be used so, and says under which names the link is stored.</summary>
internal sealed class ReferenceCheck(SecretHosts secretHosts)
{
    private static readonly DocumentFilter Wildcards = DocumentFilter.Equal("wildcard", true);

    /// <param name="actor">Who writes, and the tenant of both sides.</param>
    /// <param name="references">From the kind's validator.</param>
    /// <param name="before">What the stored resource names.</param>
    /// <param name="lookup">The resources as they will be.</param>
    /// <param name="findings">Where to report.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The links, <c>kind:id</c>, without repeats.</returns>
    public async ValueTask<IReadOnlyList<string>> ResolveAsync(
        Actor actor, IReadOnlyList<ResourceReference> references, IReadOnlyList<ResourceReference> before, IResourceLookup lookup, Findings findings, CancellationToken cancellationToken)
    {
        var tenantId = actor.TenantId;
        var links = new SortedSet<string>(StringComparer.Ordinal);
        List<string>? wildcards = null;
        foreach (var reference in references)
        {
            var link = $"{reference.Kind}:{reference.Id}";
            if (reference.Optional)
            {
                links.Add(link);
                if (reference.Kind == StoredSecret.KindName) await CheckSecretAsync(actor, reference, before, findings, cancellationToken);
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

    private async ValueTask CheckSecretAsync(Actor actor, ResourceReference reference, IReadOnlyList<ResourceReference> before, Findings findings, CancellationToken cancellationToken)
    {
        if (await secretHosts.FindAsync(actor.TenantId, reference.Id, cancellationToken) is not { } rules) return;
        if (reference.Host is { } host && rules.Hosts is { } allowed && !SecretHosts.Allows(allowed, host))
            findings.Add(reference.Path, $"names a secret that may not be sent to {host}: add the host to the secret's hosts, or name another secret");
        if (rules.Hosts is null && !actor.Access.Covers(AccessScopes.SecretsWrite, null) && !before.Any(b => b.Kind == reference.Kind && b.Id == reference.Id && b.Host == reference.Host))
            findings.Add(reference.Path, $"names a secret of the environment that has no hosts of its own, and so would be sent wherever this says: that takes secrets:write in the tenant, or hosts in {SecretNames.ToVariable(reference.Id)}_HOSTS");
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
