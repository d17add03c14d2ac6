using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Inventory.Subjects;

/// <summary>The keys of many agents or principals at once: one walk over the tenant's keys for up to <see cref="AtOnce"/> of them, not one for each.</summary>
internal sealed class SubjectKeys(ResourceDocuments documents, LastUses lastUses, TimeProvider time)
{
    public const int AtOnce = 100;

    /// <param name="tenantId">Whose.</param>
    /// <param name="kind"><c>agents</c> or <c>principals</c>.</param>
    /// <param name="ids">Up to <see cref="AtOnce"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<ILookup<string, SubjectKey>> ReadAsync(string tenantId, ResourceKind kind, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<(string Owner, StoredResource Key, KeySpec Spec)>();
        if (ids.Count > 0)
        {
            var naming = DocumentFilter.Or([.. ids.Select(id => new DocumentFilter.Contains("refs", $"{kind.Name}:{id}"))]);
            await foreach (var stored in documents.ListAsync(tenantId, ResourceKinds.Keys.Name, null, DocumentLimits.MaxPageSize, naming, cancellationToken))
            {
                var spec = ResourceKinds.KeyKind.Read(stored.Spec!.Value);
                found.Add((spec.Agent ?? spec.Principal!, stored, spec));
            }
        }

        var uses = await lastUses.OfKeysAsync(tenantId, found.Select(static f => f.Key.Id), cancellationToken);
        var now = time.GetUtcNow();
        return found.ToLookup(static f => f.Owner, f => new SubjectKey(f.Key.Id, f.Spec.ExpiresAt, uses.TryGetValue(f.Key.Id, out var at) ? at : null, StateOf(f.Key, now), f.Spec.Models), StringComparer.Ordinal);
    }

    private static string StateOf(StoredResource key, DateTimeOffset now) =>
        KeyStatus.Of(key, now) is { } status and not KeyStatus.Active ? status : OperatingStates.ToName(ResourceState.Of(key.State, now));
}
