using AgentFunctions.LocalHost.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.CommandLine.Output;

/// <summary>The option that chooses between text for people and JSON for scripts.</summary>
internal static class ReportOutput
{
    public static OptionSpec Option { get; } = new("--output", "text|json", "text for people (default), or one JSON object for scripts");

    /// <exception cref="CommandException">It is neither.</exception>
    public static bool IsJson(ParsedOptions options) => options["--output"] switch
    {
        null or "text" => false,
        "json" => true,
        _ => throw CommandException.Usage("--output must be text or json."),
    };

    /// <summary>JSON goes to standard output whatever it says; in text, what is wrong goes to standard error.</summary>
    public static async Task WriteAsync(CommandReport report, bool json, CommandContext context)
    {
        if (json) await context.Out.WriteLineAsync(JsonReport.Compose(report));
        else if (report.IsOk) await context.Out.WriteAsync(TextReport.Compose(report));
        else await context.Error.WriteAsync(ProblemText.Compose(report));
    }
}
