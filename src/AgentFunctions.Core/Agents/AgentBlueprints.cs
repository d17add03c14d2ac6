using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.History;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Sessions.Contexts;
using AgentFunctions.Core.Tools.BuiltIn;
using AgentFunctions.Core.Tools.Declaration;

namespace AgentFunctions.Core.Agents;

/// <summary>Reads pinned versions from the history of resources. A version never changes, so what was read once is kept.</summary>
internal sealed class AgentBlueprints(ResourceHistory history, BuiltInTools builtIn) : IAgentBlueprints
{
    private const string AgentPrefix = "agents/";
    private const string ToolPrefix = "tools/";
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<(string Tenant, string Resource, RunPin Pin), object> _kept = new();

    public async ValueTask<AgentBlueprint?> FindAsync(RunWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var (tenant, pins, id) = (work.TenantId, work.Pins, work.Run.Agent);
        if (await FindAsync(tenant, pins, AgentPrefix, ResourceKinds.AgentKind, id, ResourceJson.Default.AgentSpec, cancellationToken) is not { } spec) return null;
        List<AgentTool> tools = [];
        foreach (var name in pins.Keys.Where(key => key.StartsWith(ToolPrefix, StringComparison.Ordinal)).Select(static key => key[ToolPrefix.Length..]).Where(tool => ModelPatterns.Cover(spec.Tools, tool)).Order(StringComparer.Ordinal))
        {
            if (await FindAsync(tenant, pins, ToolPrefix, ResourceKinds.ToolKind, name, ToolJson.Default.ToolSpec, cancellationToken) is { } tool)
                tools.Add(new AgentTool(name, tool.Description, tool.InputSchema ?? (tool.Type == ToolSpec.BuiltIn ? builtIn.Find(tool.BuiltInName ?? name)?.InputSchema : null), pins[ToolPrefix + name].ETag) { Fields = tool.Returns.Fields, Compensation = tool.Compensate is { } undo ? new ToolCompensation(undo.Tool, undo.Arguments) : null });
        }

        // What is left out of its context can be brought back without being declared.
        if (ContextSettings.Compresses(spec) && !tools.Exists(static tool => tool.Id == ContextExpandTool.ToolName) && builtIn.Find(ContextExpandTool.ToolName) is { } expand)
            tools.Add(new AgentTool(expand.Name, ContextExpandTool.Description, expand.InputSchema, null));

        List<CallableAgent> helpers = [];
        foreach (var helper in spec.Agents.Order(StringComparer.Ordinal))
        {
            var named = await FindAsync(tenant, pins, AgentPrefix, ResourceKinds.AgentKind, helper, ResourceJson.Default.AgentSpec, cancellationToken);
            helpers.Add(new CallableAgent(helper, named?.Description) { Handoff = named?.Context?.Handoff });
        }

        return new AgentBlueprint { Id = id, Spec = spec, Tools = tools, Helpers = helpers };
    }

    private async ValueTask<T?> FindAsync<T>(string tenant, IReadOnlyDictionary<string, RunPin> pins, string prefix, ResourceKind kind, string id, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (!pins.TryGetValue(prefix + id, out var pin)) return null;
        var key = (tenant, prefix + id, pin);
        if (_kept.TryGetValue(key, out var kept)) return (T)kept;
        if ((await history.GetAsync(Actor.System(tenant), kind, id, pin.Version, cancellationToken)).Value?.Spec is not { } spec || spec.Deserialize(type) is not { } read) return null;
        if (_kept.Count >= MaxKept) _kept.Clear();
        _kept[key] = read;
        return read;
    }
}
