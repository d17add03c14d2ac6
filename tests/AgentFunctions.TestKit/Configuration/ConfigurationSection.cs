using System.Xml.Linq;

namespace AgentFunctions.TestKit.Configuration;

/// <summary>A section of the page: from its heading to the next.</summary>
internal static class ConfigurationSection
{
    public static IEnumerable<SettingRow> Rows(IEnumerable<string> lines, string section) =>
        lines.SkipWhile(line => !IsHeading(line, section)).Skip(1)
            .TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Select(SettingRow.Parse).OfType<SettingRow>();

    /// <summary>The page with the rows of this section as the class has them, in the order of the page, new ones last. A section that is not there yet comes last.</summary>
    public static string Bring(string page, Type options, string section)
    {
        List<string> lines = [.. page.TrimEnd('\n').Split('\n')];
        if (!lines.Exists(line => IsHeading(line, section))) lines.AddRange(["", $"## `{section}`", "", "| setting | default | |", "|---|---|---|"]);
        var begin = lines.FindIndex(line => IsHeading(line, section));
        var end = lines.FindIndex(begin + 1, static line => line.StartsWith("## ", StringComparison.Ordinal));
        if (end < 0) end = lines.Count;
        var defaults = Activator.CreateInstance(options)!;
        var properties = options.GetProperties().ToDictionary(static property => property.Name, property => SettingDefault.Of(property, defaults), StringComparer.Ordinal);
        var known = Rows(lines, section).Where(row => properties.ContainsKey(row.Setting)).DistinctBy(static row => row.Setting).ToList();
        var rows = known.Select(row => SettingDefault.IsIn(row, properties[row.Setting]) ? row : row with { Default = SettingDefault.Cell(properties[row.Setting]) })
            .Concat(options.GetProperties().Where(property => !known.Exists(row => row.Setting == property.Name))
                .Select(property => new SettingRow(property.Name, SettingDefault.Cell(properties[property.Name]), Summary(options, property.Name))));

        // Only the rows of the table of settings: other tables of a section have other columns.
        var first = lines.FindIndex(begin, end - begin, static line => line.StartsWith("|---|---|---|", StringComparison.Ordinal)) + 1;
        var last = first;
        while (last < end && SettingRow.Parse(lines[last]) is not null) last++;
        lines.RemoveRange(first, last - first);
        lines.InsertRange(first, rows.Select(static row => row.ToString()));
        return string.Join('\n', lines) + "\n";
    }

    private static bool IsHeading(string line, string section) => line == $"## `{section}`" || line == $"## `{section}";

    private static string Summary(Type options, string property)
    {
        var file = Path.ChangeExtension(options.Assembly.Location, ".xml");
        if (!File.Exists(file)) return "";
        var member = XDocument.Load(file).Descendants("member").FirstOrDefault(one => (string?)one.Attribute("name") == $"P:{options.FullName}.{property}");
        return string.Join(' ', (member?.Element("summary")?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
