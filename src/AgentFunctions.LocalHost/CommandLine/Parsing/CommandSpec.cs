using System.Text;

namespace AgentFunctions.LocalHost.CommandLine.Parsing;

/// <summary>What a command is called and takes.</summary>
/// <param name="Name">One word, or two with a space between.</param>
/// <param name="Arguments">Names of its arguments, all required.</param>
/// <param name="Summary">One line.</param>
/// <param name="Options">Its options.</param>
internal sealed record CommandSpec(string Name, IReadOnlyList<string> Arguments, string Summary, IReadOnlyList<OptionSpec> Options)
{
    private const int OptionColumn = 24;

    /// <summary>Printed below the options.</summary>
    public string? Notes { get; init; }

    public string Usage => string.Join(' ', [Name, .. Arguments, .. Options.Count > 0 ? ["[options]"] : Array.Empty<string>()]);

    public string Help
    {
        get
        {
            var text = new StringBuilder().AppendLine($"{Name}: {Summary}").AppendLine().AppendLine($"Usage: {Usage}").AppendLine();
            foreach (var option in Options) text.AppendLine($"  {(option.Value is null ? option.Name : $"{option.Name} {option.Value}").PadRight(OptionColumn)}{option.Help}");
            if (Notes is not null) text.AppendLine().AppendLine(Notes);
            return text.ToString().TrimEnd();
        }
    }
}
