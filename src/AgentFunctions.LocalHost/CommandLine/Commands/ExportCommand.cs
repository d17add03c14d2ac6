using System.Text;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.LocalHost.CommandLine.Output;
using AgentFunctions.LocalHost.CommandLine.Parsing;
using AgentFunctions.LocalHost.CommandLine.Remote;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Writes what a running instance declares as manifests, a file a resource. The same state gives the same files; applying them changes nothing.</summary>
internal sealed class ExportCommand : ICommand
{
    public CommandSpec Spec { get; } = new(
        "export",
        ["DIR"],
        "write the resources of a running instance as manifests, never secrets",
        [
            .. ServerOptions.All,
            new OptionSpec("--managed-by", "NAME", "only what this owner manages; the folder then says so in agentfunctions.yaml"),
            new OptionSpec("--format", "yaml|json", "form of the files (default yaml)"),
            new OptionSpec("--overwrite", null, "replace files that exist"),
        ])
    {
        Notes = "Files: DIR/KIND/ID.yaml, with * as %2A and : as %3A.\nExit code: 0 written, 1 failed, 2 wrong usage.",
    };

    public async Task<int> RunAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        var json = options["--format"] switch { null or "yaml" => false, "json" => true, _ => throw CommandException.Usage("--format must be yaml or json.") };
        var owner = options["--managed-by"];
        if (owner is not null && !ResourceIds.IsValid(owner)) throw CommandException.Usage("--managed-by must match ^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$.");
        using var client = ServerOptions.Connect(options, context);
        var result = await client.ExportAsync(owner, cancellationToken);
        if (result.Problem is { } problem) throw new CommandException(ProblemText.Headline(problem, findingsFollow: false));

        var folder = context.FullPath(options.Arguments[0]);
        var files = result.Value!.Select(r => ExportFile.Of(r, json)).ToList();
        if (owner is not null) files.Add(Settings(owner, json));
        Refuse(files, folder, options.Has("--overwrite"));
        var written = 0;
        foreach (var file in files)
        {
            if (await WriteAsync(Path.Combine(folder, file.Path), file.Text, cancellationToken)) written++;
        }

        await context.Out.WriteLineAsync($"{result.Value!.Count} resources in {options.Arguments[0]}; {written} files written, {files.Count - written} as before.");
        foreach (var stray in Strays(files, folder)) await context.Out.WriteLineAsync($"note: {Printable.Of(stray)} is in the folder but was not exported: delete it if it is not meant any more");
        return ExitCodes.Done;
    }

    private static ExportFile Settings(string owner, bool json) =>
        json ? new ExportFile("agentfunctions.json", $"{{ \"managedBy\": \"{owner}\" }}\n") : new ExportFile("agentfunctions.yaml", $"managedBy: {YamlWriter.Quote(owner)}\n");

    /// <summary>Before anything is written. File systems that ignore case would let one file replace another.</summary>
    private static void Refuse(List<ExportFile> files, string folder, bool overwrite)
    {
        if (files.GroupBy(f => f.Path, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twins)
            throw new CommandException($"{string.Join(" and ", twins.Select(t => t.Path))} differ in case only, which not every file system keeps apart: export them with --managed-by, or rename one.");
        if (overwrite) return;
        var existing = files.Where(f => File.Exists(Path.Combine(folder, f.Path))).Select(f => f.Path).ToList();
        if (existing.Count > 0) throw new CommandException($"{existing[0]}{(existing.Count > 1 ? $" and {existing.Count - 1} more" : "")} exist in {folder}: nothing was written. Use an empty folder, or --overwrite.");
    }

    private static async Task<bool> WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && await File.ReadAllTextAsync(path, cancellationToken) == text) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        await File.WriteAllTextAsync(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        File.Move(temporary, path, overwrite: true);
        return true;
    }

    private static IEnumerable<string> Strays(List<ExportFile> files, string folder)
    {
        var known = files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        return known.Select(f => Path.GetDirectoryName(f)!).Distinct().Where(d => d.Length > 0).SelectMany(d => Directory.EnumerateFiles(Path.Combine(folder, d)))
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Where(f => f.EndsWith(".yaml", StringComparison.Ordinal) || f.EndsWith(".yml", StringComparison.Ordinal) || f.EndsWith(".json", StringComparison.Ordinal))
            .Where(f => !known.Contains(f)).Order(StringComparer.Ordinal);
    }
}
