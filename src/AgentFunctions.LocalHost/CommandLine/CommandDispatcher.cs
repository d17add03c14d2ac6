using AgentFunctions.LocalHost.CommandLine.Output;
using AgentFunctions.LocalHost.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>Runs the command that the first word names. Mistakes are one or two lines on standard error.</summary>
internal static class CommandDispatcher
{
    /// <summary>Whether the arguments name a command; those of the server begin with a dash.</summary>
    public static bool IsCommand(IReadOnlyList<string> args) => args.Count > 0 && !args[0].StartsWith('-');

    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandContext context, CancellationToken cancellationToken)
    {
        if (CommandTable.Find(args) is not { } found)
            return await MistakeAsync(context, $"Unknown command '{args[0]}'. There are: {string.Join(", ", CommandTable.All.Select(c => c.Spec.Name))}.", "--help");

        var (command, words) = found;
        var rest = args.Skip(words).ToList();
        if (rest.Any(a => a is "--help" or "-h" or "-?"))
        {
            await context.Out.WriteLineAsync(command.Spec.Help);
            return ExitCodes.Done;
        }

        var (options, mistake) = OptionParser.Parse(rest, command.Spec.Options, command.Spec.Arguments);
        if (options is null) return await MistakeAsync(context, mistake!, $"{command.Spec.Name} --help");
        try
        {
            return await command.RunAsync(options, context, cancellationToken);
        }
        catch (CommandException exception) when (exception.ExitCode == ExitCodes.Usage)
        {
            return await MistakeAsync(context, exception.Message, $"{command.Spec.Name} --help");
        }
        catch (Exception exception) when (exception is CommandException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await context.Error.WriteLineAsync(exception.Message);
            if (options["--output"] == "json") await context.Out.WriteLineAsync(JsonReport.Compose(exception.Message));
            return ExitCodes.Failed;
        }
    }

    private static async Task<int> MistakeAsync(CommandContext context, string message, string help)
    {
        await context.Error.WriteLineAsync(message);
        await context.Error.WriteLineAsync($"Run with {help} for the options.");
        return ExitCodes.Usage;
    }
}
