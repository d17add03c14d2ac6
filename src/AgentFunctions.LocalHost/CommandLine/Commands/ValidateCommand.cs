using AgentFunctions.LocalHost.CommandLine.Output;
using AgentFunctions.LocalHost.CommandLine.Parsing;
using AgentFunctions.LocalHost.CommandLine.Remote;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Checks a folder without a server, and with one if it is named.</summary>
internal sealed class ValidateCommand : ICommand
{
    public CommandSpec Spec { get; } = new(
        "validate",
        ["DIR"],
        "check a folder of manifests: form, schemas, rules, references within it",
        [FolderOptions.Environment, .. ServerOptions.All, FolderOptions.ManagedBy, ReportOutput.Option])
    {
        Notes = "Without --server nothing is contacted. With it, a dry run there checks what the folder names but does not declare.\nExit code: 0 valid, 1 invalid or failed, 2 wrong usage.",
    };

    public async Task<int> RunAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        var json = ReportOutput.IsJson(options);
        var set = await FolderOptions.ReadAsync(options, context, cancellationToken);
        var report = options.Has("--server")
            ? await SetApply.RunAsync(set, options, dryRun: true, context, cancellationToken)
            : new CommandReport { Set = set, Problems = set.Problems, Undeclared = set.IsOk ? set.FindUndeclared() : [] };
        await ReportOutput.WriteAsync(report, json, context);
        return report.IsOk ? ExitCodes.Done : ExitCodes.Failed;
    }
}
