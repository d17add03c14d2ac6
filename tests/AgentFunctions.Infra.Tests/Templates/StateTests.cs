using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Infra.Tests.Templates;

/// <summary>What holds state fits what the store contract says, and can be brought back.</summary>
public sealed class StateTests
{
    private const string Container = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers";

    private static JsonElement Variables => Assert.Single(CompiledTemplate.OfType(Container)).Template.GetProperty("variables");

    [Fact]
    public void Containers_Keys_AreTheStoreContracts()
    {
        var expected = DocumentContainer.All.Select(static container => $"{container.Name}: {string.Join(", ", container.SecondKey is { } second ? ["/tenantId", "/" + second] : ["/tenantId"])}");
        var actual = Variables.GetProperty("containers").EnumerateArray().Select(static container =>
            $"{container.GetProperty("name").GetString()}: {string.Join(", ", container.GetProperty("keys").EnumerateArray().Select(static key => key.GetString()))}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Containers_Policies_AreSet()
    {
        var container = Assert.Single(CompiledTemplate.OfType(Container)).Text;
        Assert.All(["MultiHash", "autoscaleSettings", "defaultTtl", "vectorEmbeddingPolicy", "fullTextPolicy", "indexingPolicy"], name => Assert.Contains(name, container, StringComparison.Ordinal));
        var index = Variables.GetProperty("memoryIndex").GetRawText();
        Assert.Contains("fullTextIndexes", index, StringComparison.Ordinal);
        Assert.Contains("vectorIndexes", index, StringComparison.Ordinal);
    }

    [Fact]
    public void Cosmos_Backup_IsContinuousAndOneRegionWrites()
    {
        var account = Assert.Single(CompiledTemplate.OfType("Microsoft.DocumentDB/databaseAccounts"));
        Assert.Equal("Continuous", account.Property("backupPolicy", "type"));
        Assert.Equal("false", account.Property("enableMultipleWriteLocations"));
    }

    [Fact]
    public void App_Runtime_IsDotnet10IsolatedOnFlex()
    {
        var app = Assert.Single(CompiledTemplate.OfType("Microsoft.Web/sites"));
        Assert.Equal("dotnet-isolated", app.Property("functionAppConfig", "runtime", "name"));
        Assert.Equal("10.0", app.Property("functionAppConfig", "runtime", "version"));
        Assert.Equal("UserAssignedIdentity", app.Property("functionAppConfig", "deployment", "storage", "authentication", "type"));
        Assert.Contains("FlexConsumption", Assert.Single(CompiledTemplate.OfType("Microsoft.Web/serverfarms")).Text, StringComparison.Ordinal);
    }
}
