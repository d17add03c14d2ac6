using System.Text.Json;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Sessions.Declaration;

namespace AgentFunctions.Core.Sessions.Slots;

/// <summary>A value that is about to be written.</summary>
/// <param name="Name">The slot.</param>
/// <param name="Declared">As its agent declares it; null for a built-in slot without a declaration.</param>
/// <param name="Value">The value.</param>
/// <param name="Label">Where it came from.</param>
/// <param name="By">Who writes it.</param>
/// <param name="EndUser">On whose behalf; null where that is not known.</param>
/// <param name="Condition">What must be there now.</param>
public sealed record SlotDraft(string Name, SlotSpec? Declared, JsonElement Value, ContentLabel Label, string By, string? EndUser, WriteCondition Condition)
{
    /// <summary>The run in which it is written; null where there is none, or none of the writer's. What the run wrote is erased with what it was told.</summary>
    public string? RunId { get; init; }
}
