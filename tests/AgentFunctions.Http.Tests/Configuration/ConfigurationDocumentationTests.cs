using AgentFunctions.Core.Anomalies;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Runs;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Http.Authentication.Entra;
using AgentFunctions.Http.Hosting;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Http.Tests.Configuration;

public sealed class ConfigurationDocumentationTests
{
    [Theory]
    [InlineData(typeof(AgentFunctionsHttpOptions), AgentFunctionsHttpOptions.SectionName)]
    [InlineData(typeof(GatewayOptions), GatewayOptions.SectionName)]
    [InlineData(typeof(AnomalyOptions), AnomalyOptions.SectionName)]
    [InlineData(typeof(LedgerOptions), LedgerOptions.SectionName)]
    [InlineData(typeof(RunsOptions), RunsOptions.SectionName)]
    [InlineData(typeof(KeyOptions), KeyOptions.SectionName)]
    [InlineData(typeof(EntraOptions), EntraOptions.SectionName)]
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
