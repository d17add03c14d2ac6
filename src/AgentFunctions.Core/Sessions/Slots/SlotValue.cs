using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Sessions.Slots;

/// <summary>What a slot holds, or held.</summary>
/// <param name="Name">The slot.</param>
/// <param name="Version">From 1; every write counts.</param>
/// <param name="ETag">Of this version, for <c>If-Match</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Label">Where it came from.</param>
/// <param name="By">Who wrote it: <c>agent/triage</c>, <c>operator/ops</c>.</param>
/// <param name="EndUser">On whose behalf; null where that was not said.</param>
/// <param name="At">When.</param>
public sealed record SlotValue(string Name, long Version, string ETag, JsonElement Value, ContentLabel Label, string By, string? EndUser, DateTimeOffset At);
