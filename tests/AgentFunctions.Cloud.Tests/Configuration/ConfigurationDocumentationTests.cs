using AgentFunctions.Cloud.Identity;
using AgentFunctions.Cloud.Payloads;
using AgentFunctions.Cloud.Secrets;
using AgentFunctions.Cloud.Telemetry;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Cloud.Tests.Configuration;

public sealed class ConfigurationDocumentationTests
{
    [Theory]
    [InlineData(typeof(ManagedIdentityOptions), ManagedIdentityOptions.SectionName)]
    [InlineData(typeof(BlobPayloadOptions), BlobPayloadOptions.SectionName)]
    [InlineData(typeof(KeyVaultOptions), KeyVaultOptions.SectionName)]
    [InlineData(typeof(AzureMonitorOptions), AzureMonitorOptions.SectionName)]
    public void ConfigurationPage_EveryOption_HasARowInItsSection(Type options, string section)
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryFolder.Root, "docs", "configuration.md"));
        var rows = lines.SkipWhile(line => line != $"## `{section}`").Skip(1)
            .TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('`')[1]);

        Assert.Equal(options.GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }
}
