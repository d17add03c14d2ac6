using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.TestKit.Configuration;

/// <summary>
/// What docs/configuration.md says, held against the classes of options. With <c>AGENTFUNCTIONS_WRITE_DOCS=1</c> in the environment the tests that compare bring the page up to date first: names and defaults are the classes',
/// what it says of a setting stays, a new one gets the summary of its property. Run one project at a time then.
/// </summary>
public static class ConfigurationPage
{
    private static string Location { get; } = Path.Combine(RepositoryFolder.Root, "docs", "configuration.md");

    private static bool IsWritten => Environment.GetEnvironmentVariable("AGENTFUNCTIONS_WRITE_DOCS") == "1";

    /// <summary>The settings that a section has a row for, in order of name; none where there is no such section.</summary>
    public static IEnumerable<string> SettingsOf(string section) => RowsOf(section).Select(static row => row.Setting).Order(StringComparer.Ordinal);

    /// <summary>The settings that an options class reads, in order of name.</summary>
    public static IEnumerable<string> SettingsOf(Type options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal);
    }

    /// <summary>Where a section and its class differ: settings without a row, rows without a setting, other defaults, rows that say nothing. Empty when the page is up to date.</summary>
    public static IReadOnlyList<string> Differences(Type options, string section)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (IsWritten) File.WriteAllText(Location, ConfigurationSection.Bring(File.ReadAllText(Location), options, section));
        var rows = RowsOf(section).ToLookup(static row => row.Setting, StringComparer.Ordinal);
        var defaults = Activator.CreateInstance(options)!;
        List<string> found = [.. rows.Select(static row => row.Key).Except(SettingsOf(options)).Select(name => $"{section}: the row `{name}` names no setting")];
        foreach (var property in options.GetProperties())
        {
            var value = SettingDefault.Of(property, defaults);
            if (rows[property.Name].SingleOrDefault() is not { } row) found.Add($"{section}: `{property.Name}` has no row, or more than one");
            else if (!SettingDefault.IsIn(row, value)) found.Add($"{section}: `{property.Name}` is {value} by default, not {row.Default}");
            else if (row.Text.Length == 0) found.Add($"{section}: `{property.Name}` is not explained");
        }

        return found;
    }

    private static IEnumerable<SettingRow> RowsOf(string section) => ConfigurationSection.Rows(File.ReadAllText(Location).Split('\n'), section);
}
