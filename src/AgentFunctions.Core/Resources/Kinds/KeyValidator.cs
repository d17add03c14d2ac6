namespace AgentFunctions.Core.Resources.Kinds;

internal sealed class KeyValidator : IResourceValidator<KeySpec>
{
    public void Validate(string id, KeySpec spec, KeySpec? current, Findings findings)
    {
        if (current is not null && current.Agent != spec.Agent) findings.Add("spec.agent", "cannot change: create a key for the other agent");
    }

    public IEnumerable<ResourceReference> References(KeySpec spec) => [new ResourceReference("agents", spec.Agent, "spec.agent")];
}
