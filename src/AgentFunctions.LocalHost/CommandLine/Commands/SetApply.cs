using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.LocalHost.CommandLine.Output;
using AgentFunctions.LocalHost.CommandLine.Parsing;
using AgentFunctions.LocalHost.CommandLine.Remote;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Sends a folder to a running instance and brings its findings back to the files.</summary>
internal static class SetApply
{
    public static async Task<CommandReport> RunAsync(ManifestSet set, ParsedOptions options, bool dryRun, CommandContext context, CancellationToken cancellationToken)
    {
        var owner = FolderOptions.FindOwner(options, set);
        using var client = ServerOptions.Connect(options, context);
        if (!set.IsOk) return new CommandReport { Set = set, Problems = set.Problems };
        if (set.Manifests.Count > ManifestSet.MaxManifests) throw new CommandException($"{options.Arguments[0]} declares {set.Manifests.Count} resources; one apply takes at most {ManifestSet.MaxManifests}: split the folder, each part with an owner of its own.");
        var result = await client.ApplyAsync(set.ToRequest(owner), new ApplyOptions(dryRun, options.Has("--prune"), options.Has("--force")), cancellationToken);
        return new CommandReport { Set = set, Answer = result.Value, Refusal = result.Problem, Problems = result.Problem is { } problem ? Locate(problem, set) : [] };
    }

    /// <summary>A refusal about one item has its path in <c>param</c>.</summary>
    private static IReadOnlyList<ManifestProblem> Locate(RemoteProblem problem, ManifestSet set)
    {
        if (problem.Errors.Count > 0) return [.. problem.Errors.Select(e => set.Locate(e.Path, e.Message) ?? new ManifestProblem(e.Path, "$", e.Message))];
        return problem.Param is { } param && set.Locate(param, problem.Detail ?? problem.Title ?? "is refused") is { } located ? [located] : [];
    }
}
