using AgentFunctions.LocalHost.CommandLine.Output;
using AgentFunctions.LocalHost.CommandLine.Parsing;
using AgentFunctions.LocalHost.CommandLine.Remote;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Applies a folder, all or nothing.</summary>
internal sealed class ApplyCommand : ICommand
{
    public CommandSpec Spec { get; } = new(
        "apply",
        ["DIR"],
        "apply a folder to a running instance, all or nothing",
        [
            .. ServerOptions.All, FolderOptions.Environment, FolderOptions.ManagedBy, FolderOptions.Prune, FolderOptions.Force,
            new OptionSpec("--dry-run", null, "say what would change, change nothing"), ReportOutput.Option,
        ])
    {
        Notes = "Exit code: 0 applied, or nothing to do; 1 invalid or failed, nothing changed; 2 wrong usage.",
    };

    public async Task<int> RunAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        var json = ReportOutput.IsJson(options);
        var set = await FolderOptions.ReadAsync(options, context, cancellationToken);
        var report = await SetApply.RunAsync(set, options, options.Has("--dry-run"), context, cancellationToken);
        await ReportOutput.WriteAsync(report, json, context);
        return report.IsOk ? ExitCodes.Done : ExitCodes.Failed;
    }
}
