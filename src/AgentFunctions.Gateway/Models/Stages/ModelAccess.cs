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

    /// <summary>The names the agent may ask for, in order: declared models on its list, names on its list that a wildcard model serves, and of two wildcards that overlap the narrower.</summary>
    public static IReadOnlyCollection<string> Usable(AgentSpec agent, ControlPlaneView view)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(view);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in agent.Models)
        {
            if (entry.EndsWith('*')) AddWildcard(names, entry, view);
            else if (view.ResolveModel(entry) is not null) names.Add(entry);
        }

        return names;
    }

    /// <summary>One sentence for refusals.</summary>
    public static string Describe(AgentSpec agent, ControlPlaneView view)
    {
        var ids = Usable(agent, view);
        if (ids.Count == 0) return "No model is open to this agent.";
        var more = ids.Count > MostListed ? $" and {ids.Count - MostListed} more (GET /v1/models)" : "";
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

    private static void AddWildcard(SortedSet<string> names, string entry, ControlPlaneView view)
    {
        foreach (var id in view.Models.Keys)
        {
            if (Matches(entry, id)) names.Add(id);
            else if (id.EndsWith('*') && Matches(id, entry)) names.Add(entry);
        }
    }

    internal static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : string.Equals(pattern, name, StringComparison.Ordinal);
}
