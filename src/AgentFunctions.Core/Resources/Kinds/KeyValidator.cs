using System.Net;

namespace AgentFunctions.Core.Resources.Kinds;

internal sealed class KeyValidator : IResourceValidator<KeySpec>
{
    public void Validate(string id, KeySpec spec, KeySpec? current, Findings findings)
    {
        if (spec.Agent is null && spec.Principal is null) findings.Add("spec.agent", "is required, unless spec.principal names whose key it is");
        else if (spec.Agent is not null && spec.Principal is not null) findings.Add("spec", "must have agent or principal, not both");
        if (current is not null && current.Agent != spec.Agent) findings.Add("spec.agent", "cannot change: create a key for the other agent");
        if (current is not null && current.Principal != spec.Principal) findings.Add("spec.principal", "cannot change: create a key for the other principal");
        if (spec.Models is { Count: 0 }) findings.Add("spec.models", "is empty, so the key could call nothing: name models, or leave it out for all that the agent may use");
        if (spec.Models is not null && spec.Agent is null) findings.Add("spec.models", "is only for keys of agents: remove it");
        if (spec.Sources is { Count: 0 }) findings.Add("spec.sources", "is empty, so the key could be used from nowhere: name address ranges, or leave it out");
        for (var i = 0; i < (spec.Sources?.Count ?? 0); i++)
        {
            if (!IsRange(spec.Sources![i])) findings.Add($"spec.sources[{i}]", "must be an address range in CIDR form with no bits set beyond its length, such as 10.0.0.0/8 or 2001:db8::/32");
        }
    }

    /// <summary>Bits beyond the length are most likely a mistake: 10.0.0.1/8 lets in far more than one machine.</summary>
    private static bool IsRange(string text) => IPNetwork.TryParse(text, out var network) && IPAddress.Parse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal))).Equals(network.BaseAddress);

    public IEnumerable<ResourceReference> References(KeySpec spec)
    {
        if (spec.Agent is { } agent) yield return new ResourceReference("agents", agent, "spec.agent");
        if (spec.Principal is { } principal) yield return new ResourceReference("principals", principal, "spec.principal");
    }
}
