using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>A kind of resource: a schema, a validator and a line in <see cref="ResourceKinds"/>.</summary>
public abstract class ResourceKind
{
    private readonly Lazy<ResourceSchema> _schema;

    private protected ResourceKind(string name)
    {
        Name = name;
        _schema = new Lazy<ResourceSchema>(() => ResourceSchema.Load(name));
    }

    /// <summary>Plural, as in the route: <c>models</c>.</summary>
    public string Name { get; }

    /// <summary>Ids may end in <c>*</c>.</summary>
    public bool AllowsWildcardId { get; init; }

    /// <summary>Ids may not contain a dot (they are a part of something separated by dots).</summary>
    public bool ForbidsDotInId { get; init; }

    /// <summary>Kinds are applied in ascending rank, so that what is named comes before what names it.</summary>
    public int Rank { get; init; }

    /// <summary>What its writing takes. Default <see cref="AccessScopes.ResourcesWrite"/>.</summary>
    public AccessScopes WriteScope { get; init; } = AccessScopes.ResourcesWrite;

    /// <summary>Whether one may belong to a team, whose members may then write it; otherwise only who may write in the whole tenant.</summary>
    public bool BelongsToTeams { get; init; }

    /// <summary>Whether one may be about something of a team, whose members then see it and its past: quotas. What belongs to a team is about it.</summary>
    public bool ConcernsTeams { get => field || BelongsToTeams; init; }

    /// <summary>Every member of a team sees it: prices.</summary>
    public bool IsSharedWithTeams { get; init; }

    /// <summary>Whether it can be throttled, suspended and killed.</summary>
    public bool HasState { get; init; }

    /// <summary>Its rules are only checked together with what it names, so that one answer holds all that is wrong: workflows.</summary>
    internal bool IsCheckedInItsSet { get; init; }

    /// <summary>The published JSON Schema, UTF-8.</summary>
    public ReadOnlyMemory<byte> SchemaJson => _schema.Value.Json;

    internal ResourceSchema Schema => _schema.Value;

    /// <summary>What is wrong with an id of this kind, or null.</summary>
    public string? CheckId(string id)
    {
        if (this == ResourceKinds.Tenants) return ResourceIds.IsValidTenant(id) ? null : "must match ^[a-z0-9][a-z0-9-]{0,62}$";
        if (ResourceIds.IsValid(id)) return ForbidsDotInId && id.Contains('.', StringComparison.Ordinal) ? "must not contain a dot" : null;
        if (AllowsWildcardId && ResourceIds.IsWildcard(id)) return null;
        return AllowsWildcardId
            ? "must match ^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$ and may end in *, or be *"
            : "must match ^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$";
    }

    /// <summary>Semantic checks of a spec that already fits the schema.</summary>
    internal abstract IReadOnlyList<ResourceReference> Check(string id, JsonElement spec, JsonElement? current, Findings findings);

    /// <summary>The team a resource belongs to by its own spec; null for none. A key belongs to its agent's.</summary>
    internal abstract string? TeamOf(string id, JsonElement spec);
}
