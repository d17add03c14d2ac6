using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Guards;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>Two limits on the same scope, unit, window and mode contradict each other: which one holds would be chance. Looks at the quotas as they will be.</summary>
internal sealed class QuotaConflicts(Actor actor, IResourceLookup lookup)
{
    /// <summary>From here on all quotas are read at once instead of those of one scope at a time.</summary>
    private const int FewQuotas = 4;

    private ILookup<LimitKey, StoredResource>? _all;
    private int _looks;

    public async ValueTask CheckAsync(StoredResource quota, Findings findings, CancellationToken cancellationToken)
    {
        var key = LimitKey.Of(quota.Spec!.Value);
        var same = _all is null && _looks++ < FewQuotas ? await ReadAsync(DocumentFilter.Equal("spec.scope", key.Scope), cancellationToken) : _all ??= await ReadAsync(null, cancellationToken);
        foreach (var other in same[key])
        {
            if (other.Id == quota.Id) continue;
            var name = await ResourceGuard.CanReadAsync(actor, other, lookup, cancellationToken) ? $"{other.Kind}/{other.Id}" : "a quota this key may not see";
            findings.Add("spec", $"limits the same as {name} (scope, unit, window and mode): change that one, delete it first, or take another scope, unit, window or mode");
            return;
        }
    }

    private async ValueTask<ILookup<LimitKey, StoredResource>> ReadAsync(DocumentFilter? filter, CancellationToken cancellationToken)
    {
        var quotas = new List<StoredResource>();
        await foreach (var quota in lookup.ListAllAsync(actor.TenantId, ResourceKinds.QuotaKind.Name, filter, cancellationToken)) quotas.Add(quota);
        return quotas.OrderBy(static q => q.Id, StringComparer.Ordinal).ToLookup(static q => LimitKey.Of(q.Spec!.Value));
    }

    /// <summary>Read from the JSON itself: others of the set may have no meaning as a whole.</summary>
    private readonly record struct LimitKey(string Scope, string Unit, string? Window, string Mode)
    {
        public static LimitKey Of(JsonElement spec)
        {
            var (scope, window) = (Text(spec, "scope")!, Text(spec, "window"));

            // All that a run ever counts is what it counts in its run.
            if (window == "total" && scope.StartsWith("runs/", StringComparison.Ordinal)) window = "run";
            return new LimitKey(scope, Text(spec, "unit")!, window, Text(spec, "mode") ?? "enforce");
        }

        private static string? Text(JsonElement spec, string name) => spec.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
