using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>Which models an agent may use: its <c>models</c> list of ids and trailing-<c>*</c> wildcards decides.</summary>
public static class ModelAccess
{
    private const int MostListed = 20;

    /// <summary>Whether the agent's list names the model. An entry that is a wildcard model's literal id (<c>gpt-*</c>) covers what that wildcard covers.</summary>
    public static bool IsAllowed(AgentSpec agent, string model)
    {
        ArgumentNullException.ThrowIfNull(agent);
        foreach (var entry in agent.Models)
            if (Matches(entry, model)) return true;
        return false;
    }

    /// <summary>The declared models the agent may use, ordered by id; wildcard models under their literal id.</summary>
    public static IEnumerable<Resource<ModelSpec>> Usable(AgentSpec agent, ControlPlaneView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Models.Values.Where(model => IsUsable(agent, model.Id)).OrderBy(static model => model.Id, StringComparer.Ordinal);
    }

    /// <summary>One sentence for refusals.</summary>
    public static string Describe(AgentSpec agent, ControlPlaneView view)
    {
        var ids = Usable(agent, view).Select(static model => model.Id).ToArray();
        if (ids.Length == 0) return "No model is open to this agent.";
        var more = ids.Length > MostListed ? $" and {ids.Length - MostListed} more (GET /v1/models)" : "";
        return $"This agent may use: {string.Join(", ", ids.Take(MostListed))}{more}.";
    }

    /// <summary>What a key is told about a model it may not use or that does not exist, without telling which.</summary>
    public static ApiError NotFound(string model, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return ModelErrors.ModelNotFound(model, Describe(caller.Agent!.Spec, caller.ControlPlane));
    }

    /// <summary>Whether a running call would still be let in; null when it would.</summary>
    public static ApiError? Recheck(ModelCall call, Caller now)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(now);
        if (now.Agent is not { } agent || agent.Id != call.Caller.Agent?.Id) return ApiErrors.InvalidApiKey;
        return now.ControlPlane.ResolveModel(call.Model) is not null && IsAllowed(agent.Spec, call.Model) ? null : ModelErrors.ModelNotAllowed(call.Model, "The right to it was withdrawn.");
    }

    /// <summary>A wildcard model is usable when part of what it covers is.</summary>
    private static bool IsUsable(AgentSpec agent, string id)
    {
        if (!id.EndsWith('*')) return IsAllowed(agent, id);
        foreach (var entry in agent.Models)
            if (Matches(entry, id) || Matches(id, entry.TrimEnd('*'))) return true;
        return false;
    }

    internal static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : string.Equals(pattern, name, StringComparison.Ordinal);
}
