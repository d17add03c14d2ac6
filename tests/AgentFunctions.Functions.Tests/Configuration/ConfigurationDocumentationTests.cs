using AgentFunctions.Functions.EventHubs;
using AgentFunctions.Functions.Hosting;
using AgentFunctions.TestKit.Configuration;

namespace AgentFunctions.Functions.Tests.Configuration;

public sealed class ConfigurationDocumentationTests
{
    [Fact]
    public void ConfigurationPage_EveryOptionOfEventHubs_HasARowWithItsDefault() => Assert.Empty(ConfigurationPage.Differences(typeof(EventHubsOptions), EventHubsOptions.SectionName));

    [Fact]
    public void ConfigurationPage_EveryEngine_HasARow()
    {
        var settings = typeof(EngineOptions).GetProperties().Where(static property => property.CanWrite).Select(static property => property.Name).Order(StringComparer.Ordinal);

        Assert.Equal(settings, ConfigurationPage.SettingsOf("AgentFunctions` (engines)"));
    }
}
