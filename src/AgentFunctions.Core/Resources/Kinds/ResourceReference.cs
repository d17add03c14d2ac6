namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>One resource naming another.</summary>
/// <param name="Kind">Kind of the named resource.</param>
/// <param name="Id">Its id.</param>
/// <param name="Path">Where it is named, <c>spec.targets[0].provider</c>.</param>
/// <param name="WildcardServes">A wildcard resource of that kind that covers the id serves as well.</param>
/// <param name="Optional">The named thing may be missing (a secret may come from the environment); it still may not be deleted while named.</param>
public sealed record ResourceReference(string Kind, string Id, string Path, bool WildcardServes = false, bool Optional = false)
{
    /// <summary>Secrets: the host the credential will be sent to.</summary>
    public string? Host { get; init; }

    /// <summary>Secrets: the team on whose behalf it will be used, empty for the tenant; null where each use tells (providers: the team of the calling agent).</summary>
    public string? Team { get; init; }
}
