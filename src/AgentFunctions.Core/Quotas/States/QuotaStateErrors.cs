using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Quotas.States;

/// <summary>What may be wrong with asking where a quota stands.</summary>
internal static class QuotaStateErrors
{
    /// <summary>The one thing that is asked about; the refusal, or null.</summary>
    public static ApiError? Narrow(string id, QuotaScope declared, string? asked, out LimitScope thing)
    {
        thing = declared.Literal ?? default;
        if (asked is null)
        {
            return declared.IsWildcard
                ? ApiErrors.InvalidRequest("scope", $"quotas/{id} is one limit for each of {declared}: say which with ?scope={Example(declared)}.")
                : null;
        }

        if (QuotaScopes.Parse(asked, out var parsed) is { } wrong) return ApiErrors.InvalidRequest("scope", $"scope {wrong}.");
        if (parsed.Literal is not { } one) return ApiErrors.InvalidRequest("scope", $"scope must name one thing, not a wildcard, such as {Example(declared)}.");
        thing = one;
        return declared.Covers(one) ? null : ApiErrors.InvalidRequest("scope", $"quotas/{id} does not limit that: its scope is {declared}.");
    }

    /// <summary>The run that a window of runs counts in; a run limited as such is its own.</summary>
    public static ApiError? CheckRun(LimitWindow window, LimitScope thing, ref string? run)
    {
        if (window != LimitWindow.Run) return run is null ? null : ApiErrors.InvalidRequest("run", "run is only for quotas with the window run: leave it out.");
        if (thing.Kind == LimitScopeKind.Run) run ??= thing.Id;
        if (run is null) return ApiErrors.InvalidRequest("run", "The window of this quota is a run: say which with run=ID.");
        if (!ResourceIds.IsValid(run)) return ApiErrors.InvalidRequest("run", "run must match ^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$.");
        return thing.Kind == LimitScopeKind.Run && run != thing.Id ? ApiErrors.InvalidRequest("run", "run is another than the one in scope: leave it out.") : null;
    }

    /// <param name="thing">What was asked about.</param>
    /// <param name="winner">The quota that holds for it.</param>
    public static ApiError MoreSpecific(LimitScope thing, string? winner) => winner is null
        ? ApiErrors.ControlPlaneUnavailable
        : ApiErrors.InvalidRequest("scope", $"For {thing} the more specific quotas/{winner} holds: see GET /api/quotas/{winner}/state.");

    private static string Example(QuotaScope declared) => declared.Kind == LimitScopeKind.Session && declared.Id.Length == 0
        ? "sessions/AGENT/ID"
        : new LimitScope(declared.Kind, declared.Id + "ID").ToString();
}
