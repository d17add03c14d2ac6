using System.Reflection;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Http.Tests.Errors;

public sealed class ErrorDocumentationTests
{
    [Fact]
    public void ErrorsPage_EveryCode_HasExactlyOneRow()
    {
        var page = File.ReadAllLines(Path.Combine(RepositoryRoot(), "docs", "errors.md"));
        var rows = page.Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Split('`')[1]).ToList();
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AgentFunctions.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository root was not found.");
        return folder;
    }
}
