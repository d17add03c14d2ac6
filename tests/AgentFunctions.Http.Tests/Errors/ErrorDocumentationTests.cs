using System.Reflection;
using AgentFunctions.Core.Errors;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Http.Tests.Errors;

public sealed class ErrorDocumentationTests
{
    [Fact]
    public void ErrorsPage_EveryCode_HasExactlyOneRow()
    {
        var page = File.ReadAllLines(Path.Combine(RepositoryFolder.Root, "docs", "errors.md"));
        var rows = page.Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Split('`')[1]).ToList();
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }
}
