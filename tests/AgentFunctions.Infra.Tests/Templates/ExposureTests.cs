using System.Text.Json;
using AgentFunctions.Infra.Tests.Bicep;
using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Templates;

/// <summary>What is reachable, and how.</summary>
public sealed class ExposureTests
{
    private const string OffWhenPrivate = "[if(parameters('isPrivate'), 'Disabled', 'Enabled')]";

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts", "TLS1_2", "minimumTlsVersion")]
    [InlineData("Microsoft.Storage/storageAccounts", "true", "supportsHttpsTrafficOnly")]
    [InlineData("Microsoft.Storage/storageAccounts", "false", "allowBlobPublicAccess")]
    [InlineData("Microsoft.Storage/storageAccounts/blobServices/containers", "None", "publicAccess")]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "Tls12", "minimalTlsVersion")]
    [InlineData("Microsoft.EventHub/namespaces", "1.2", "minimumTlsVersion")]
    [InlineData("Microsoft.Web/sites", "true", "httpsOnly")]
    [InlineData("Microsoft.Web/sites", "1.2", "siteConfig", "minTlsVersion")]
    [InlineData("Microsoft.Web/sites", "1.2", "siteConfig", "scmMinTlsVersion")]
    [InlineData("Microsoft.Web/sites", "Disabled", "siteConfig", "ftpsState")]
    public void Transport_Everywhere_IsTls12AndNothingIsAnonymous(string type, string value, params string[] path)
    {
        var found = CompiledTemplate.OfType(type).ToList();
        Assert.NotEmpty(found);
        Assert.All(found, resource => Assert.Equal(value, resource.Property(path)));
    }

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts", "publicNetworkAccess")]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "publicNetworkAccess")]
    [InlineData("Microsoft.EventHub/namespaces", "publicNetworkAccess")]
    [InlineData("Microsoft.KeyVault/vaults", "publicNetworkAccess")]
    [InlineData("Microsoft.CognitiveServices/accounts", "publicNetworkAccess")]
    [InlineData("Microsoft.Web/sites", "publicNetworkAccess")]
    [InlineData("Microsoft.OperationalInsights/workspaces", "publicNetworkAccessForIngestion")]
    [InlineData("Microsoft.OperationalInsights/workspaces", "publicNetworkAccessForQuery")]
    [InlineData("Microsoft.Insights/components", "publicNetworkAccessForIngestion")]
    [InlineData("Microsoft.Insights/components", "publicNetworkAccessForQuery")]
    public void Private_PublicNetworkAccess_IsOff(string type, string property)
    {
        var resource = Assert.Single(CompiledTemplate.OfType(type));
        Assert.Equal(OffWhenPrivate, resource.Property(property));
        var module = Assert.Single(CompiledTemplate.Modules, module => module.Module == resource.Module);
        Assert.Equal("[variables('isPrivate')]", module.Property("parameters", "isPrivate", "value"));
        Assert.Equal("[equals(parameters('networking'), 'private')]", CompiledTemplate.Root.GetProperty("variables").GetProperty("isPrivate").GetString());
    }

    [Fact]
    public void Private_Endpoints_CoverEveryService()
    {
        var module = Assert.Single(CompiledTemplate.Modules, static module => module.Module == "privateNetworking");
        Assert.Equal("[variables('isPrivate')]", module.Json.GetProperty("condition").GetString());
        var text = module.Text;
        Assert.All(["'blob'", "'queue'", "'table'", "'Sql'", "'namespace'", "'vault'", "'account'", "'sites'", "'azuremonitor'"], group => Assert.True(text.Contains($"\"{group.Trim('\'')}\"", StringComparison.Ordinal) || text.Contains(group, StringComparison.Ordinal), group));
    }

    [Theory]
    [InlineData("dev", null)]
    [InlineData("prod", "private")]
    public void Parameters_Networking_IsWhatTheEnvironmentNeeds(string environment, string? networking)
    {
        using var built = JsonDocument.Parse(BicepCli.Run("build-params", Tree.Absolute($"infra/parameters/{environment}.bicepparam"), "--stdout").Output);
        using var values = JsonDocument.Parse(built.RootElement.GetProperty("parametersJson").GetString()!);
        Assert.Equal(networking, values.RootElement.GetProperty("parameters").TryGetProperty("networking", out var value) ? value.GetProperty("value").GetString() : null);
    }
}
