using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Routing;

/// <summary>Leaves out targets at providers that are suspended or killed, and puts those at throttled ones last.</summary>
internal static class ProvidersInService
{
    /// <summary>Why nothing is left, where there was something; else null.</summary>
    public static ApiError? Check(ModelCall call, ref RouteCandidate[] candidates, DateTimeOffset now)
    {
        var worst = OperatingState.Active;
        foreach (var candidate in candidates)
        {
            var state = StateOf(call, candidate, now);
            if (state > worst) worst = state;
        }

        if (worst == OperatingState.Active) return null;
        RouteCandidate[] left = [.. candidates.Where(c => StateOf(call, c, now) < OperatingState.Suspended).OrderBy(c => StateOf(call, c, now))];
        if (left.Length == 0)
        {
            var id = candidates[0].Target.Provider;
            return StateErrors.OutOfService("providers", id, call.Caller.ControlPlane.Providers[id].State!);
        }

        candidates = left;
        return null;
    }

    private static OperatingState StateOf(ModelCall call, RouteCandidate candidate, DateTimeOffset now) =>
        call.Caller.ControlPlane.Providers.TryGetValue(candidate.Target.Provider, out var provider) ? ResourceState.Of(provider.State, now) : OperatingState.Active;
}
