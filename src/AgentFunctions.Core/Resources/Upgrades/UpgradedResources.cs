using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Upgrades;

/// <summary>The resources of a tenant as format 2 holds them.</summary>
internal static class UpgradedResources
{
    private static readonly HashSet<string> Known =
        [ResourceKinds.ProviderKind.Name, ResourceKinds.PriceKind.Name, ResourceKinds.ModelKind.Name, ResourceKinds.AgentKind.Name, ResourceKinds.KeyKind.Name];

    /// <summary>Whether format 1 had the kind.</summary>
    public static bool Had(string kind) => Known.Contains(kind);

    /// <param name="tenantId">Owner.</param>
    /// <param name="resources">Those of format 1, tombstones too.</param>
    /// <param name="sequence">For what is new.</param>
    /// <param name="now">For what is new.</param>
    public static IReadOnlyList<ResourceChange> Of(string tenantId, IReadOnlyList<StoredResource> resources, long sequence, DateTimeOffset now)
    {
        var teams = resources.Where(r => r.Kind == ResourceKinds.AgentKind.Name && !r.Deleted).ToDictionary(r => r.Id, r => ResourceKinds.AgentKind.Read(r.Spec!.Value).Team, StringComparer.Ordinal);
        return
        [
            New(ResourceKinds.TenantKind.Name, tenantId, null),
            .. teams.Values.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(team => New(ResourceKinds.TeamKind.Name, team, team)),
            .. resources.OrderBy(r => ResourceKinds.Find(r.Kind)!.Rank).ThenBy(r => r.Kind, StringComparer.Ordinal).ThenBy(r => r.Id, StringComparer.Ordinal).Select(r => Kept(r, teams)),
        ];

        ResourceChange New(string kind, string id, string? team)
        {
            var spec = JsonSerializer.Deserialize("{}", ResourceJson.Default.JsonElement);
            var resource = new StoredResource
            {
                Kind = kind, Id = id, Seq = sequence, Version = 1, Etag = ResourceETag.Of(sequence, spec), CreatedAt = now, UpdatedAt = now, UpdatedBy = FirstFormatUpgrade.By,
                Deleted = false, Wildcard = false, Refs = [], Spec = spec,
            };
            return new ResourceChange(resource, ChangeOperations.Created, team);
        }
    }

    /// <summary>Version and ETag stay: whoever read the resource before may still write it.</summary>
    private static ResourceChange Kept(StoredResource resource, Dictionary<string, string?> teams)
    {
        var team = resource.Deleted ? null : resource.Kind == ResourceKinds.AgentKind.Name ? teams[resource.Id] : TeamOfKey(resource, teams);
        var refs = resource.Kind == ResourceKinds.AgentKind.Name && team is not null ? resource.Refs.Append($"{ResourceKinds.TeamKind.Name}:{team}").Distinct().Order(StringComparer.Ordinal).ToList() : resource.Refs;
        var kept = resource with { Format = StoredResource.CurrentFormat, UpdatedBy = FirstFormatUpgrade.By, Refs = refs };
        return new ResourceChange(kept, resource.Deleted ? ChangeOperations.Deleted : ChangeOperations.Updated, team);
    }

    private static string? TeamOfKey(StoredResource resource, Dictionary<string, string?> teams) =>
        resource.Kind == ResourceKinds.KeyKind.Name && ResourceKinds.KeyKind.Read(resource.Spec!.Value).Agent is { } agent ? teams.GetValueOrDefault(agent) : null;
}
