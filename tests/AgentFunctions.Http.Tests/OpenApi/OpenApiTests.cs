using System.Text.Json;
using AgentFunctions.Http.Tests.Hosting;

namespace AgentFunctions.Http.Tests.OpenApi;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_EveryReference_Resolves()
    {
        var document = await DocumentAsync();

        foreach (var reference in References(document).Distinct())
        {
            var target = document;
            foreach (var name in reference.Split('/').Skip(1)) Assert.True(target.TryGetProperty(name, out target), reference);
        }
    }

    [Fact]
    public async Task Document_EveryOperationId_IsUnique()
    {
        var document = await DocumentAsync();

        var ids = document.GetProperty("paths").EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject())
            .Select(static method => method.Value.GetProperty("operationId").GetString())
            .ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private static async Task<JsonElement> DocumentAsync()
    {
        await using var app = await TestApps.StartAsync();
        return JsonDocument.Parse(await app.Client.GetStringAsync("/openapi.json")).RootElement;
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static property =>
            property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
