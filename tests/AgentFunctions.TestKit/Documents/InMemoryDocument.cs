using System.Text.Json.Nodes;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

internal sealed record InMemoryDocument(string Id, byte[] Body, string ETag, DateTimeOffset? ExpiresAt)
{
    public JsonObject Parse() => JsonNode.Parse(Body)!.AsObject();

    public Document ToDocument() => new(Id, Body.ToArray(), ETag, ExpiresAt);
}
