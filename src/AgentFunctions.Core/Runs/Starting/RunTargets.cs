using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Sessions.Messages;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>Finds what is to be run, whether it is in service, and the versions it goes by.</summary>
internal sealed class RunTargets(IControlPlane controlPlane, ResourceDocuments documents, TimeProvider time)
{
    private const int MaxPins = 500;
    private static readonly string[] Pinned = ["agents", "tools", "workflows"];

    /// <summary>The target; refused where it does not exist, <paramref name="mayStart"/> says no, or it is out of service.</summary>
    public async ValueTask<Outcome<RunPlan>> FindAsync(string tenantId, RunTarget target, Func<string?, bool> mayStart, CancellationToken cancellationToken)
    {
        if (await controlPlane.GetViewAsync(tenantId, cancellationToken) is not { } view) return ApiErrors.ControlPlaneUnavailable;
        if (target.Kind == RunTargetKind.Agent)
        {
            var found = await AgentAsync(view, target.Id, target, mayStart, cancellationToken);
            return found.Error is null && await RunModels.RefusalAsync(view, target.Id, cancellationToken) is { } refusal ? refusal : found;
        }

        if (!view.TenantExists || await documents.FindAsync(tenantId, target.ResourceKind, target.Id, cancellationToken) is not { Spec: { } spec } stored) return RunErrors.TargetNotFound(target);
        var team = Text(spec, "team");
        if (!mayStart(team)) return RunErrors.TargetNotFound(target);
        if (OutOfService(target.ResourceKind, target.Id, stored.State) is { } refused) return refused;
        var limits = RunRequestLimits.Read(spec.TryGetProperty("limits", out var declared) ? declared : null).Value ?? new RunRequestLimits();
        if (Text(spec, "agent") is not { } agent) return Path(view, team) is { } path ? path : new RunPlan("", team, limits) { Input = InputOf(spec) };

        // A workflow acts as its agent: it runs no longer than that may.
        var acting = await AgentAsync(view, agent, target, static _ => true, cancellationToken);
        return acting.Value is { } plan ? new RunPlan(agent, team ?? plan.Team, limits) { Input = InputOf(spec), OfUsers = plan.OfUsers } : acting.Error!;
    }

    /// <summary>The present versions of a target and of all it names, which go before those already there.</summary>
    public async ValueTask<IReadOnlyDictionary<string, RunPin>> PinAsync(string tenantId, RunTarget target, IReadOnlyDictionary<string, RunPin>? known, CancellationToken cancellationToken)
    {
        var pins = known is null ? new Dictionary<string, RunPin>(StringComparer.Ordinal) : new Dictionary<string, RunPin>(known, StringComparer.Ordinal);
        var waiting = new Queue<(string Kind, string Id)>([(target.ResourceKind, target.Id)]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (waiting.TryDequeue(out var next) && pins.Count < MaxPins)
        {
            if (!seen.Add($"{next.Kind}/{next.Id}") || await documents.FindAsync(tenantId, next.Kind, next.Id, cancellationToken) is not { Spec: { } spec } stored) continue;
            pins.TryAdd($"{next.Kind}/{next.Id}", new RunPin(stored.SpecVersion ?? stored.Version, stored.SpecEtag ?? stored.Etag));
            foreach (var named in stored.Refs)
            {
                var colon = named.IndexOf(':', StringComparison.Ordinal);
                if (colon > 0 && Pinned.Contains(named[..colon])) waiting.Enqueue((named[..colon], named[(colon + 1)..]));
            }

            foreach (var tool in await ToolsAsync(tenantId, next.Kind, spec, cancellationToken)) waiting.Enqueue(("tools", tool));
        }

        return pins;
    }

    private async ValueTask<Outcome<RunPlan>> AgentAsync(ControlPlaneView view, string id, RunTarget target, Func<string?, bool> mayStart, CancellationToken cancellationToken)
    {
        if (await view.FindAgentAsync(id, cancellationToken) is not { } agent || !mayStart(agent.Spec.Team)) return RunErrors.TargetNotFound(target);
        if (OutOfService("agents", id, agent.State) is { } refused) return refused;
        if (Path(view, agent.Spec.Team) is { } path) return path;
        return new RunPlan(id, agent.Spec.Team, new RunRequestLimits(agent.Spec.Limits.Steps, agent.Spec.Limits.Deadline)) { Handoff = agent.Spec.Context?.Handoff, OfUsers = MessageLabels.OfUser(agent.Spec) };
    }

    private async ValueTask<IReadOnlyList<string>> ToolsAsync(string tenantId, string kind, JsonElement spec, CancellationToken cancellationToken)
    {
        if (kind != "agents" || !spec.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array) return [];
        List<string> patterns = [.. tools.EnumerateArray().Where(static t => t.ValueKind == JsonValueKind.String).Select(static t => t.GetString()!)];
        if (!patterns.Exists(static p => p.EndsWith('*'))) return patterns;
        var found = patterns.Where(static p => !p.EndsWith('*')).ToList();
        await foreach (var tool in documents.ListAllAsync(tenantId, "tools", null, cancellationToken))
        {
            if (found.Count == MaxPins) break;
            if (patterns.Exists(p => p.EndsWith('*') && tool.Id.StartsWith(p.AsSpan(0, p.Length - 1), StringComparison.Ordinal))) found.Add(tool.Id);
        }

        return found;
    }

    private ApiError? Path(ControlPlaneView view, string? team) =>
        OutOfService("tenants", view.TenantId, view.Tenant?.State) ?? (team is not null && view.Teams.TryGetValue(team, out var found) ? OutOfService("teams", team, found.State) : null);

    private ApiError? OutOfService(string kind, string id, ResourceState? state) =>
        ResourceState.Of(state, time.GetUtcNow()) is OperatingState.Suspended or OperatingState.Killed ? StateErrors.OutOfService(kind, id, state!) : null;

    private static JsonElement? InputOf(JsonElement spec) => spec.TryGetProperty("input", out var schema) && schema.ValueKind == JsonValueKind.Object ? schema : null;

    private static string? Text(JsonElement spec, string name) => spec.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
