namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>What a kind's JSON Schema cannot say: rules across fields, and what a spec refers to.</summary>
public interface IResourceValidator<in TSpec>
    where TSpec : class
{
    /// <summary>Adds every finding, not only the first.</summary>
    /// <param name="id">Id of the resource.</param>
    /// <param name="spec">The spec about to be written.</param>
    /// <param name="current">The spec that is stored now, or null.</param>
    /// <param name="findings">Where to report.</param>
    void Validate(string id, TSpec spec, TSpec? current, Findings findings);

    /// <summary>Everything the spec names.</summary>
    IEnumerable<ResourceReference> References(TSpec spec);

    /// <summary>The team a resource belongs to; null for none. Only asked of kinds that belong to teams.</summary>
    string? Team(string id, TSpec spec) => null;
}
