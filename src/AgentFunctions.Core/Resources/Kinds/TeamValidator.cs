namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>A plain name in <c>models</c> must mean a model now; a pattern may cover models that come later.</summary>
internal sealed class TeamValidator : IResourceValidator<TeamSpec>
{
    public void Validate(string id, TeamSpec spec, TeamSpec? current, Findings findings)
    {
    }

    public IEnumerable<ResourceReference> References(TeamSpec spec)
    {
        for (var i = 0; i < spec.Models.Count; i++)
        {
            if (!spec.Models[i].EndsWith('*')) yield return new ResourceReference("models", spec.Models[i], $"spec.models[{i}]", WildcardServes: true);
        }
    }
}
