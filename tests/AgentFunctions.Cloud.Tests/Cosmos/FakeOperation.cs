using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>One operation on one item, as the client library was asked for it.</summary>
internal sealed record FakeOperation(
    string Kind, string Id, JsonObject? Item = null, string? IfMatch = null, IReadOnlyList<PatchOperation>? Patches = null, string? Predicate = null, bool WantsContent = true);
