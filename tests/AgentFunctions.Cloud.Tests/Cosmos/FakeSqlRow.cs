using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Cosmos;

internal sealed record FakeSqlRow(JsonObject Item, IReadOnlyDictionary<string, object?> Parameters);
