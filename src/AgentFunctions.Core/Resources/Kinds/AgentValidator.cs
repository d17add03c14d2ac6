namespace AgentFunctions.Core.Resources.Kinds;

internal sealed class AgentValidator : IResourceValidator<AgentSpec>
{
    public void Validate(string id, AgentSpec spec, AgentSpec? current, Findings findings) =>
        SpanRule.Check(findings, "spec.limits.deadline", spec.Limits.Deadline, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));

    /// <summary>Patterns may cover models and tools that come later; a plain name must mean one now.</summary>
    public IEnumerable<ResourceReference> References(AgentSpec spec)
    {
        if (spec.Team is { } team) yield return new ResourceReference("teams", team, "spec.team");
        for (var i = 0; i < spec.Models.Count; i++)
        {
            if (!spec.Models[i].EndsWith('*')) yield return new ResourceReference("models", spec.Models[i], $"spec.models[{i}]", WildcardServes: true);
        }

        for (var i = 0; i < spec.Tools.Count; i++)
        {
            if (!spec.Tools[i].EndsWith('*')) yield return new ResourceReference("tools", spec.Tools[i], $"spec.tools[{i}]");
        }
    }

    public string? Team(string id, AgentSpec spec) => spec.Team;
}
