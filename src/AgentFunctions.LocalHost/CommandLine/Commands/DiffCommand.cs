using AgentFunctions.LocalHost.CommandLine.Output;
using AgentFunctions.LocalHost.CommandLine.Parsing;
using AgentFunctions.LocalHost.CommandLine.Remote;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Shows what apply would change: new manifests, and drift of what is there.</summary>
internal sealed class DiffCommand : ICommand
{
    public CommandSpec Spec { get; } = new(
        "diff",
        ["DIR"],
        "show what apply would change on a running instance; changes nothing",
        [.. ServerOptions.All, FolderOptions.Environment, FolderOptions.ManagedBy, FolderOptions.Prune, FolderOptions.Force, ReportOutput.Option])
    {
        Notes = "+ is created, ~ is updated (path: old -> new), - is deleted.\nExit code: 0 no difference, 1 invalid or failed, 2 wrong usage, 3 differences.",
    };

    public async Task<int> RunAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        var json = ReportOutput.IsJson(options);
        var set = await FolderOptions.ReadAsync(options, context, cancellationToken);
        var report = await SetApply.RunAsync(set, options, dryRun: true, context, cancellationToken);
        await ReportOutput.WriteAsync(report, json, context);
        if (!report.IsOk) return ExitCodes.Failed;
        return report.Answer!.Summary.Differences > 0 ? ExitCodes.Different : ExitCodes.Done;
    }
}
