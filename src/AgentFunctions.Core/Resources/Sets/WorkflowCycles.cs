using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>Workflows that call each other in a circle need a bound on it: one step of the circle that says how deep.</summary>
internal sealed class WorkflowCycles(string id, IReadOnlyDictionary<string, Definition> workflows)
{
    public void Check(Definition definition, Findings findings)
    {
        foreach (var step in Calls(definition))
        {
            if (WayBack(step.WorkflowId) is not { } way) continue;
            var circle = string.Join(" -> ", way.Prepend(id).Select(static w => "workflows/" + w));
            findings.Add(step.Path + ".workflow", $"closes a circle without bound ({circle}): give one of its steps a maxDepth, or break it");
        }
    }

    /// <summary>From a workflow back to the first one, by unbounded calls alone; null where there is no way.</summary>
    private List<string>? WayBack(string start)
    {
        var before = new Dictionary<string, string?>(StringComparer.Ordinal) { [start] = null };
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var next))
        {
            if (next == id)
            {
                var way = new List<string>();
                for (string? at = next; at is not null; at = before[at]) way.Insert(0, at);
                return way;
            }

            if (!workflows.TryGetValue(next, out var definition)) continue;
            foreach (var call in Calls(definition))
            {
                if (before.TryAdd(call.WorkflowId, next)) open.Enqueue(call.WorkflowId);
            }
        }

        return null;
    }

    private static IEnumerable<DefinitionStep.SubWorkflow> Calls(Definition definition) => definition.AllSteps().OfType<DefinitionStep.SubWorkflow>().Where(static s => s.MaxDepth is null);
}
