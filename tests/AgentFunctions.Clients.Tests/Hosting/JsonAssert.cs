using System.Text.Json;

namespace AgentFunctions.Clients.Tests.Hosting;

/// <summary>Compares JSON by value.</summary>
internal static class JsonAssert
{
    public static void Equal(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), $"Expected {expected}, got {actual.GetRawText()}");
}
