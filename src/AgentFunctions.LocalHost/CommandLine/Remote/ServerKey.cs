using AgentFunctions.Embedded.Files;

namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>Finds the key for a server: never an argument, which every user of the machine can list.</summary>
internal static class ServerKey
{
    private const string Variable = "AGENTFUNCTIONS_ADMIN_KEY";
    private const int MaxLength = 1024;

    /// <exception cref="CommandException">None is given, or it is not one.</exception>
    public static string Find(string? keyFile, Uri server, CommandContext context)
    {
        if (keyFile is not null) return Check(Read(context.FullPath(keyFile)) ?? throw new CommandException($"--key-file {keyFile}: there is no such file, or it is empty."), $"The key in {keyFile}");
        if (context.ReadVariable(Variable)?.Trim() is { Length: > 0 } given) return Check(given, Variable);
        var local = Path.Combine(context.CurrentFolder, LocalHostArguments.DefaultDataFolder, "admin.key");
        if (ServerAddress.IsLoopback(server) && Read(local) is { } kept) return Check(kept, $"The key in {local}");
        throw CommandException.Usage($"A key is needed: set {Variable}, or use --key-file FILE." + (ServerAddress.IsLoopback(server) ? $" (There is no {local} either.)" : ""));
    }

    private static string? Read(string path) => File.Exists(path) && new FileInfo(path).Length <= MaxLength ? OwnerOnlyFile.Read(path) : null;

    private static string Check(string key, string place) =>
        key.Length <= MaxLength && key.All(c => c is > ' ' and <= '~') ? key : throw new CommandException($"{place} is not a key: one line of printable characters without spaces.");
}
