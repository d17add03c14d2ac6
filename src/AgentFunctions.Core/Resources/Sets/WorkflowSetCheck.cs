using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Definitions.Checking;
using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>Checks a workflow against what it names, as that will be: whether it is there and open to the workflow, whether arguments fit, and whether workflows call each other without end.</summary>
internal sealed class WorkflowSetCheck(string tenantId, IResourceLookup lookup)
{
    /// <summary>Workflows that are followed from one; a larger net is not looked through to its end.</summary>
    private const int MaxWorkflows = 200;

    public async ValueTask CheckAsync(StoredResource workflow, Findings findings, CancellationToken cancellationToken)
    {
        var spec = ResourceKinds.WorkflowKind.Read(workflow.Spec!.Value);
        var definition = DefinitionReader.Read(spec, findings);
        var tools = new Dictionary<string, System.Text.Json.JsonElement?>(StringComparer.Ordinal);
        var agents = new Dictionary<string, System.Text.Json.JsonElement?>(StringComparer.Ordinal);
        var handoffs = new Dictionary<string, System.Text.Json.JsonElement?>(StringComparer.Ordinal);
        var acting = definition.Agent is { } agent ? await AgentAsync(definition, agent, "spec.agent", findings, cancellationToken) : null;
        foreach (var step in definition.AllSteps())
        {
            switch (step)
            {
                case DefinitionStep.Tool tool when await FindAsync("tools", tool.ToolId, step.Path + ".tool", findings, cancellationToken) is { Spec: { } declared }:
                    tools[tool.ToolId] = ResourceKinds.ToolKind.Read(declared).InputSchema;
                    if (acting is not null && !ModelPatterns.Cover(acting.Tools, tool.ToolId)) findings.Add(step.Path + ".tool", $"is not among the tools of agents/{definition.Agent}, in whose name the workflow acts: add it there");
                    break;
                case DefinitionStep.Agent called when await AgentAsync(definition, called.AgentId, step.Path + ".agent", findings, cancellationToken) is { } found:
                    agents[called.AgentId] = found.Output;
                    handoffs[called.AgentId] = found.Context?.Handoff;
                    break;
                case DefinitionStep.HandOff handOff when await AgentAsync(definition, handOff.AgentId, step.Path + ".agent", findings, cancellationToken) is { } next:
                    handoffs[handOff.AgentId] = next.Context?.Handoff;
                    break;
            }
        }

        var workflows = await WorkflowsAsync(workflow.Id, definition, findings, cancellationToken);
        new WorkflowCycles(workflow.Id, workflows).Check(definition, findings);
        DefinitionChecker.Check(definition, new DefinitionWorld { Tools = tools, Agents = agents, Handoffs = handoffs, Workflows = workflows }, findings);
    }

    /// <summary>An agent that the workflow may use; of another team is as if it did not exist, and a workflow of a team uses none of the tenant's: it would lend out their rights.</summary>
    private async ValueTask<AgentSpec?> AgentAsync(Definition definition, string id, string path, Findings findings, CancellationToken cancellationToken)
    {
        var spec = await lookup.FindAsync(tenantId, ResourceKinds.AgentKind.Name, id, cancellationToken) is { Spec: { } found } ? ResourceKinds.AgentKind.Read(found) : null;
        if (spec is null)
        {
            findings.Add(path, Missing("agents", id));
            return null;
        }

        if (definition.Team is { } team && spec.Team != team)
        {
            findings.Add(path, $"names agents/{id}, which is no agent of teams/{team}: a workflow of a team uses the team's agents");
            return null;
        }

        return spec;
    }

    /// <summary>The workflows that can be reached from this one, itself included.</summary>
    private async ValueTask<Dictionary<string, Definition>> WorkflowsAsync(string id, Definition definition, Findings findings, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, Definition>(StringComparer.Ordinal) { [id] = definition };
        var open = new Queue<Definition>([definition]);
        while (open.TryDequeue(out var next))
        {
            foreach (var step in next.AllSteps().OfType<DefinitionStep.SubWorkflow>())
            {
                var isOwn = ReferenceEquals(next, definition);
                if (known.TryGetValue(step.WorkflowId, out var before))
                {
                    if (isOwn) CheckTeam(definition, before, step, findings);
                    continue;
                }

                if (known.Count == MaxWorkflows) return known;
                if (await lookup.FindAsync(tenantId, ResourceKinds.WorkflowKind.Name, step.WorkflowId, cancellationToken) is not { Spec: { } spec })
                {
                    if (isOwn) findings.Add(step.Path + ".workflow", Missing("workflows", step.WorkflowId));
                    continue;
                }

                var read = known[step.WorkflowId] = DefinitionReader.Read(ResourceKinds.WorkflowKind.Read(spec), new Findings());
                if (isOwn) CheckTeam(definition, read, step, findings);
                open.Enqueue(read);
            }
        }

        return known;
    }

    private static void CheckTeam(Definition definition, Definition called, DefinitionStep.SubWorkflow step, Findings findings)
    {
        if (definition.Team is { } team && called.Team != team) findings.Add(step.Path + ".workflow", $"names workflows/{step.WorkflowId}, which is no workflow of teams/{team}: a workflow of a team uses the team's workflows");
    }

    private async ValueTask<StoredResource?> FindAsync(string kind, string id, string path, Findings findings, CancellationToken cancellationToken)
    {
        var found = await lookup.FindAsync(tenantId, kind, id, cancellationToken);
        if (found is null) findings.Add(path, Missing(kind, id));
        return found;
    }

    private static string Missing(string kind, string id) => $"names {kind}/{id}, which does not exist: create it first with PUT /api/{kind}/{id}, or correct the name";
}
