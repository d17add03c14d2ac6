using System.Text.RegularExpressions;

namespace AgentFunctions.Infra.Tests.Repository;

/// <summary>Variables of the environment that scripts and parameter files of infra read.</summary>
internal static partial class InfraVariables
{
    public static IReadOnlyList<string> Read { get; } =
    [
        .. Tree.Files("infra", "*.bicepparam").SelectMany(static path => ReadByParameters().Matches(Tree.Read(path)))
            .Concat(Tree.Files("infra", "*.sh").SelectMany(static path => ReadByScripts().Matches(Tree.Read(path))))
            .Select(static match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"readEnvironmentVariable\(\s*'([A-Z0-9_]+)'")]
    private static partial Regex ReadByParameters();

    [GeneratedRegex(@"\$\{?((?:AGENTFUNCTIONS|AZURE)_[A-Z0-9_]+)")]
    private static partial Regex ReadByScripts();
}
