using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>An item, and when the service removes it; null: never.</summary>
internal sealed record FakeItem(JsonObject Body, DateTimeOffset? End)
{
    public bool Lives(DateTimeOffset now) => !(End <= now);
}
