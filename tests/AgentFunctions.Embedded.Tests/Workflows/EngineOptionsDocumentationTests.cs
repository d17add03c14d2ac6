using AgentFunctions.Embedded.Workflows;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Embedded.Tests.Workflows;

public sealed class EngineOptionsDocumentationTests
{
    [Fact]
    public void ConfigurationPage_EveryOption_HasARowInItsSection()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryFolder.Root, "docs", "configuration.md"));
        var rows = lines.SkipWhile(static line => line != $"## `{WorkflowEngineOptions.SectionName}`").Skip(1)
            .TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('`')[1]);

        Assert.Equal(typeof(WorkflowEngineOptions).GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }
}
