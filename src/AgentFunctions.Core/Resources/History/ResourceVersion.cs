using System.Text.Json;
using AgentFunctions.Core.Resources.States;

namespace AgentFunctions.Core.Resources.History;

/// <summary>A resource as it was written once.</summary>
/// <param name="Version">1, 2, 3...</param>
/// <param name="Operation"><c>created</c>, <c>updated</c>, <c>restored</c>, <c>deleted</c>, <c>stateSet</c>, <c>issued</c>, <c>rotated</c> or <c>revoked</c>.</param>
/// <param name="At">When.</param>
/// <param name="By">Who, <c>operator/ops</c>.</param>
/// <param name="Sequence">The tenant's sequence with it.</param>
/// <param name="Spec">The spec; null where it was deleted.</param>
/// <param name="State">The state; null: active.</param>
/// <param name="ManagedBy">The set that owned it.</param>
public sealed record ResourceVersion(long Version, string Operation, DateTimeOffset At, string By, long Sequence, JsonElement? Spec, ResourceState? State, string? ManagedBy);
