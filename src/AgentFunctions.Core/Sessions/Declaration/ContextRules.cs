using AgentFunctions.Core.Context.Compression;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Sessions.Declaration;

/// <summary>What a schema cannot say of an agent's <c>context</c>.</summary>
internal static class ContextRules
{
    private const string Root = "spec.context";

    public static void Check(string agent, AgentContextSpec context, Findings findings)
    {
        if (context.Handoff is { } handoff) InputSchema.Check(handoff, $"{Root}.handoff", findings);
        if (context.Compression?.Contradiction(CompressionOptions.Default) is var (field, problem)) findings.Add($"{Root}.compression.{field}", problem);
        foreach (var (name, slot) in context.Slots)
        {
            var path = PathOf(name);
            if (!SlotNames.IsValid(name)) findings.Add(path, "a slot's name is a letter, then letters, digits, _ and -, 64 at most");
            if (SlotNames.IsFilled(name) && (slot.Schema is not null || slot.Read.Count > 0 || slot.Write.Count > 0 || slot.Pinned)) findings.Add(path, "is filled by the gateway: only its budgetTokens can be set");
            if (slot.Schema is { } schema) InputSchema.Check(schema, $"{path}.schema", findings);
            if (slot.Read.Contains(agent)) findings.Add($"{path}.read", "names the agent itself, which reads all its slots: leave it out");
            if (slot.Write.Contains(agent)) findings.Add($"{path}.write", "names the agent itself, which writes all its slots: leave it out");
        }
    }

    /// <summary>A right for an agent that does not exist would be anybody's who makes one of that name.</summary>
    public static IEnumerable<ResourceReference> References(AgentContextSpec context)
    {
        foreach (var (name, slot) in context.Slots)
        {
            for (var i = 0; i < slot.Read.Count; i++) yield return new ResourceReference("agents", slot.Read[i], $"{PathOf(name)}.read[{i}]");
            for (var i = 0; i < slot.Write.Count; i++) yield return new ResourceReference("agents", slot.Write[i], $"{PathOf(name)}.write[{i}]");
        }
    }

    private static string PathOf(string slot) => JsonPath.Property($"{Root}.slots", slot);
}
