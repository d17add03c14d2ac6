using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>Which models a caller may use: the <c>models</c> lists of ids and trailing-<c>*</c> wildcards of its agent, the agent's team and its key decide together.</summary>
public static class ModelAccess
{
    private const int MostListed = 20;

    /// <summary>Whether the agent's list, its team's and the key's all name the model. An entry that is a wildcard model's literal id (<c>gpt-*</c>) covers what that wildcard covers.</summary>
    public static bool IsAllowed(Caller caller, string model)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Agent is { } agent && ModelPatterns.Cover(agent.Spec.Models, model)
            && (caller.Team is not { } team || ModelPatterns.Cover(team.Spec.Models, model))
            && (caller.KeyModels is not { } key || ModelPatterns.Cover(key, model));
    }

    /// <summary>The names the caller may ask for, in order: declared models, names on its lists that a wildcard model serves, and of two wildcards that overlap the narrower.</summary>
    public static IReadOnlyCollection<string> Usable(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Agent is { } agent ? UsableModels.Of(caller.ControlPlane, agent.Spec.Models, caller.Team?.Spec.Models, caller.KeyModels) : [];
    }

    /// <summary>One sentence for refusals.</summary>
    public static string Describe(Caller caller)
    {
        var ids = Usable(caller);
        if (ids.Count == 0) return "No model is open to this agent.";
        var more = ids.Count > MostListed ? $" and {ids.Count - MostListed} more (GET /v1/models)" : "";
        return $"This agent may use: {string.Join(", ", ids.Take(MostListed))}{more}.";
    }

    /// <summary>What a key is told about a model it may not use or that does not exist, without telling which.</summary>
    public static ApiError NotFound(string model, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return ModelErrors.ModelNotFound(model, Describe(caller));
    }

    /// <summary>Whether a running call would still be let in; null when it would. What is suspended may end; what is killed may not.</summary>
    public static ApiError? Recheck(ModelCall call, Caller caller, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.Agent is not { } agent || agent.Id != call.Caller.Agent?.Id) return ApiErrors.InvalidApiKey;
        var view = caller.ControlPlane;
        if (view.ResolveModel(call.Model) is not { } model || !IsAllowed(caller, call.Model)) return ModelErrors.ModelNotAllowed(call.Model, "The right to it was withdrawn.");
        if (ResourceState.Of(model.State, now) == OperatingState.Killed) return StateErrors.OutOfService("models", model.Id, model.State!);
        return call.CurrentAttempt?.Target.Provider is { } id && view.Providers.TryGetValue(id, out var provider) && ResourceState.Of(provider.State, now) == OperatingState.Killed
            ? StateErrors.OutOfService("providers", id, provider.State!)
            : null;
    }
}
