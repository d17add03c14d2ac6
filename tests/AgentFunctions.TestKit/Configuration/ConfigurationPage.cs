using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.TestKit.Configuration;

/// <summary>What docs/configuration.md says.</summary>
public static class ConfigurationPage
{
    /// <summary>The settings that a section has a row for, in order of name; none where there is no such section.</summary>
    public static IEnumerable<string> SettingsOf(string section) =>
        File.ReadAllLines(Path.Combine(RepositoryFolder.Root, "docs", "configuration.md"))
            .SkipWhile(line => line != $"## `{section}`" && line != $"## `{section}").Skip(1)
            .TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('`')[1])
            .Order(StringComparer.Ordinal);

    /// <summary>The settings that an options class reads, in order of name.</summary>
    public static IEnumerable<string> SettingsOf(Type options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal);
    }
}
