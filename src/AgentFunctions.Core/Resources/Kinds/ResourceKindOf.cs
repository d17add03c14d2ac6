using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>A kind with its typed spec.</summary>
internal sealed class ResourceKindOf<TSpec>(string name, JsonTypeInfo<TSpec> typeInfo, IResourceValidator<TSpec> validator) : ResourceKind(name)
    where TSpec : class
{
    public TSpec Read(JsonElement spec) =>
        spec.Deserialize(typeInfo) ?? throw new InvalidOperationException($"A stored spec of {Name} is null.");

    internal override IReadOnlyList<ResourceReference> Check(string id, JsonElement spec, JsonElement? current, Findings findings)
    {
        TSpec typed;
        try
        {
            typed = Read(spec);
        }
        catch (JsonException exception)
        {
            // The schema lets through what only the type knows, such as a 31st of February.
            findings.Add("spec" + exception.Path?.TrimStart('$'), "has the right form but no meaning: check the date, time or number");
            return [];
        }

        validator.Validate(id, typed, current is { } element ? Read(element) : null, findings);
        return [.. validator.References(typed)];
    }

    internal override string? TeamOf(string id, JsonElement spec) => BelongsToTeams ? validator.Team(id, Read(spec)) : null;
}
