namespace AgentFunctions.LocalHost.CommandLine.Parsing;

/// <summary>Parses <c>--name value</c> and <c>--name=value</c> by a table; anything unknown is a mistake, so that a typo never does something else than meant.</summary>
internal static class OptionParser
{
    /// <summary>The options, or what is wrong in one line. Values are never repeated: one may be a key.</summary>
    public static (ParsedOptions? Options, string? Mistake) Parse(IReadOnlyList<string> args, IReadOnlyList<OptionSpec> known, IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var positional = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith('-') && positional.Count < arguments.Count)
            {
                positional.Add(args[i]);
                continue;
            }

            var (name, value) = Split(args[i]);
            var option = known.FirstOrDefault(o => o.Name == name);
            if (option is null) return (null, Unknown(name, known));
            if (option.Value is null && value is not null) return (null, $"{name} takes no value.");
            if (option.Value is not null) value ??= ++i < args.Count ? args[i] : null;
            if (option.Value is not null && (string.IsNullOrWhiteSpace(value) || value.StartsWith("--", StringComparison.Ordinal))) return (null, $"{name} needs a value.");
            if (!values.TryAdd(name, value ?? "")) return (null, $"{name} is given twice.");
        }

        return positional.Count < arguments.Count ? (null, $"{arguments[positional.Count]} is missing.") : (new ParsedOptions(positional, values), null);
    }

    private static string Unknown(string name, IReadOnlyList<OptionSpec> known) => name is "--key" or "--admin-key" or "--token" && known.Any(o => o.Name == "--key-file")
        ? $"{name} is not an option: a key on the command line is seen by others. Set AGENTFUNCTIONS_ADMIN_KEY, or use --key-file FILE."
        : $"Unknown argument '{name}'.";

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.StartsWith('-') ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }
}
