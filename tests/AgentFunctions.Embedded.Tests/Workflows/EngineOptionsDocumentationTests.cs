using AgentFunctions.Embedded.Workflows;
using AgentFunctions.TestKit.Configuration;

namespace AgentFunctions.Embedded.Tests.Workflows;

public sealed class EngineOptionsDocumentationTests
{
    [Fact]
    public void ConfigurationPage_EveryOption_HasARowWithItsDefault() => Assert.Empty(ConfigurationPage.Differences(typeof(WorkflowEngineOptions), WorkflowEngineOptions.SectionName));
}
