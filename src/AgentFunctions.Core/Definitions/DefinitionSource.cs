using System.Collections.Concurrent;
using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.History;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Core.Definitions;

/// <summary>Reads pinned versions from the history of resources. A version never changes, so what was read once is kept.</summary>
internal sealed class DefinitionSource(ResourceHistory history) : IDefinitionSource
{
    private const int MaxKept = 500;
    private readonly ConcurrentDictionary<(string Tenant, string Id, RunPin Pin), PinnedDefinition> _kept = new();

    public async ValueTask<PinnedDefinition?> FindAsync(RunWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!work.Pins.TryGetValue(work.Target.ToString(), out var pin)) return null;
        var key = (work.TenantId, work.Target.Id, pin);
        if (_kept.TryGetValue(key, out var kept)) return kept;
        if ((await history.GetAsync(Actor.System(work.TenantId), ResourceKinds.WorkflowKind, work.Target.Id, pin.Version, cancellationToken)).Value?.Spec is not { } spec) return null;
        if (_kept.Count >= MaxKept) _kept.Clear();
        return _kept[key] = new PinnedDefinition(spec, DefinitionReader.Read(spec));
    }
}
