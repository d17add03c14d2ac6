using System.Net;

namespace AgentFunctions.Cloud.Tests.Cosmos;

internal sealed record FakeOutcome(HttpStatusCode Status, string? ETag = null, byte[]? Content = null);
