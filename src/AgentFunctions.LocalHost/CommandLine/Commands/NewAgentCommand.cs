using System.Text;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.LocalHost.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>The golden path: a commented manifest with sane limits, and what to do next.</summary>
internal sealed class NewAgentCommand : ICommand
{
    private const string Program = "dotnet run --project src/AgentFunctions.LocalHost --";

    public CommandSpec Spec { get; } = new(
        "new agent",
        ["NAME"],
        "write a manifest for a new agent and say what to do next",
        [
            new OptionSpec("--team", "T", "team that owns it (required)"),
            new OptionSpec("--owner", "WHO", "person or group that answers for it (default: the team)"),
            new OptionSpec("--model", "M", "model it may call (default sim-small, which costs nothing)"),
            new OptionSpec("--out", "DIR", "folder of manifests (default manifests/T); the file is DIR/agents/NAME.yaml"),
        ])
    {
        Notes = "Exit code: 0 written, 1 failed, 2 wrong usage.",
    };

    public async Task<int> RunAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        var id = options.Arguments[0];
        var team = options["--team"] ?? throw CommandException.Usage("--team is missing: every agent belongs to one.");
        var model = options["--model"] ?? "sim-small";
        if (!ResourceIds.IsValid(id)) throw CommandException.Usage($"NAME {ResourceKinds.Agents.CheckId(id)}.");
        if (!ResourceIds.IsValid(team)) throw CommandException.Usage("--team must match ^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$.");
        if (!ResourceIds.IsValid(model) && !ResourceIds.IsWildcard(model)) throw CommandException.Usage("--model must be a model's name, or a beginning followed by *.");
        var owner = options["--owner"] ?? team;
        if (owner.Length > 256 || owner.Any(char.IsControl)) throw CommandException.Usage("--owner must be one line of at most 256 characters.");

        var folder = options["--out"] ?? $"manifests/{FileName(team)}";
        var file = $"{folder.TrimEnd('/', '\\')}/agents/{FileName(id)}.yaml";
        await CreateAsync(context.FullPath(file), AgentTemplate.Compose(id, team, owner, model), file, cancellationToken);
        await context.Out.WriteLineAsync(Next(id, folder, file));
        return ExitCodes.Done;
    }

    private static string FileName(string id) => id.Replace(":", "%3A", StringComparison.Ordinal);

    private static async Task CreateAsync(string path, string text, string shown, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new CommandException($"{shown} exists: nothing was written. Choose another name, or edit the file.");
        }
    }

    private static string Next(string id, string folder, string file) => $$"""
        Wrote {{file}}. Next:

          {{Program}} validate {{Argument(folder)}}
          {{Program}} apply {{Argument(folder)}} --server {{LocalHostArguments.DefaultUrls}}
          curl -sS -X POST {{LocalHostArguments.DefaultUrls}}/api/keys -H "Authorization: Bearer $(cat .agentfunctions/admin.key)" -H 'Content-Type: application/json' -d '{"agent":"{{id}}"}'

        The last one answers the agent's key, once.
        """;

    private static string Argument(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '\\' or '.' or '-' or '_' or ':') ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
