using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Http.AgentModels;

/// <summary>Which agents a caller may call as models: the agent it acts as, and those that this one's <c>models</c> name as <c>agent/ID</c> or <c>agent/*</c>. A plain <c>*</c> means models only.</summary>
internal static class AgentModelAccess
{
    public static bool IsAllowed(Caller caller, string agent)
    {
        var model = AgentModelRequest.Prefix + agent;
        if (caller.Agent is not { } acting || (caller.KeyModels is { } key && !ModelPatterns.Cover(key, model))) return false;
        return acting.Id == agent || acting.Spec.Models.Any(pattern => pattern.StartsWith(AgentModelRequest.Prefix, StringComparison.Ordinal) && ModelPatterns.Matches(pattern, model));
    }

    /// <summary>Whether it may be called, exists, and its runs have a model to call.</summary>
    public static async ValueTask<bool> IsUsableAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        IsAllowed(caller, id) && await caller.ControlPlane.FindAgentAsync(id, cancellationToken) is { } agent && MayRun(agent.Spec);

    /// <summary>The names of those that exist, in order; of <c>agent/*</c> none, since it names none.</summary>
    public static async ValueTask<IReadOnlyList<string>> UsableAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Agent is not { } acting) return [];
        List<string> usable = [];
        foreach (var id in acting.Spec.Models.Where(static pattern => pattern.StartsWith(AgentModelRequest.Prefix, StringComparison.Ordinal) && !pattern.EndsWith('*')).Select(static pattern => pattern[AgentModelRequest.Prefix.Length..]).Append(acting.Id).Distinct(StringComparer.Ordinal))
        {
            if (await IsUsableAsync(caller, id, cancellationToken)) usable.Add(AgentModelRequest.Prefix + id);
        }

        usable.Sort(StringComparer.Ordinal);
        return usable;
    }

    /// <summary>Who starts the run, for the record and for those who may not approve what it does.</summary>
    public static RunInitiator Initiator(Caller caller) => RunInitiator.Allowed(caller);

    /// <summary>Its runs have a model to call.</summary>
    private static bool MayRun(AgentSpec spec) => spec.Model is not null || spec.Models.Any(static model => !model.EndsWith('*') && !model.StartsWith(AgentModelRequest.Prefix, StringComparison.Ordinal));
}
