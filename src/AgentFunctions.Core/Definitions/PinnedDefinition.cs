using System.Text.Json;

namespace AgentFunctions.Core.Definitions;

/// <summary>One version of a workflow.</summary>
/// <param name="Spec">As it was written.</param>
/// <param name="Definition">Parsed.</param>
public sealed record PinnedDefinition(JsonElement Spec, Definition Definition)
{
    private Dictionary<string, DefinitionStep>? _steps;

    /// <summary>A step by its id; null for none.</summary>
    public DefinitionStep? Find(string id) => (_steps ??= Definition.AllSteps().DistinctBy(static s => s.Id).ToDictionary(static s => s.Id, StringComparer.Ordinal)).GetValueOrDefault(id);
}
