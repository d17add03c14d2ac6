using AgentFunctions.Core.Definitions.Checking;
using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Definitions;

/// <summary>All that can be said of a definition by itself. What it names is looked at where the set is planned.</summary>
internal sealed class WorkflowValidator : IResourceValidator<WorkflowSpec>
{
    public void Validate(string id, WorkflowSpec spec, WorkflowSpec? current, Findings findings) =>
        DefinitionChecker.Check(DefinitionReader.Read(spec, findings), DefinitionWorld.Unknown, findings);

    public string? Team(string id, WorkflowSpec spec) => spec.Team;

    public IEnumerable<ResourceReference> References(WorkflowSpec spec)
    {
        if (spec.Team is { } team) yield return new ResourceReference("teams", team, "spec.team");
        if (spec.Agent is { } acting) yield return new ResourceReference("agents", acting, "spec.agent");
        foreach (var step in DefinitionReader.Read(spec, new Findings()).AllSteps())
        {
            foreach (var (id, i) in Approvers(step)) yield return new ResourceReference("principals", id, $"{step.Path}.approvers[{i}]");
            switch (step)
            {
                case DefinitionStep.Tool tool: yield return new ResourceReference("tools", tool.ToolId, step.Path + ".tool"); break;
                case DefinitionStep.Agent agent: yield return new ResourceReference("agents", agent.AgentId, step.Path + ".agent"); break;
                case DefinitionStep.HandOff handOff: yield return new ResourceReference("agents", handOff.AgentId, step.Path + ".agent"); break;
                case DefinitionStep.SubWorkflow workflow: yield return new ResourceReference("workflows", workflow.WorkflowId, step.Path + ".workflow"); break;
            }
        }
    }

    private static IEnumerable<(string Id, int Index)> Approvers(DefinitionStep step)
    {
        const string Principals = "principals/";
        var people = step switch { DefinitionStep.Approval approval => approval.People, DefinitionStep.Ask ask => ask.People, _ => null };
        return (people?.Rule.Approvers ?? []).Select(static (name, i) => (name, i)).Where(static named => named.name.StartsWith(Principals, StringComparison.Ordinal)).Select(static named => (named.name[Principals.Length..], named.i));
    }
}
