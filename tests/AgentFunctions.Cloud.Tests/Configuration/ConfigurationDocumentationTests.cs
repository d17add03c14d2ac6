using AgentFunctions.Cloud.Cosmos;
using AgentFunctions.Cloud.Identity;
using AgentFunctions.Cloud.Payloads;
using AgentFunctions.Cloud.Secrets;
using AgentFunctions.Cloud.Telemetry;
using AgentFunctions.TestKit.Configuration;

namespace AgentFunctions.Cloud.Tests.Configuration;

public sealed class ConfigurationDocumentationTests
{
    [Theory]
    [InlineData(typeof(ManagedIdentityOptions), ManagedIdentityOptions.SectionName)]
    [InlineData(typeof(CosmosOptions), CosmosOptions.SectionName)]
    [InlineData(typeof(BlobPayloadOptions), BlobPayloadOptions.SectionName)]
    [InlineData(typeof(KeyVaultOptions), KeyVaultOptions.SectionName)]
    [InlineData(typeof(AzureMonitorOptions), AzureMonitorOptions.SectionName)]
    public void ConfigurationPage_EveryOption_HasARowWithItsDefault(Type options, string section) => Assert.Empty(ConfigurationPage.Differences(options, section));
}
