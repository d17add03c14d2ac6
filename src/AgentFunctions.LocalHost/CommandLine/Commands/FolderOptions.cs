using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.LocalHost.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Reading a folder of manifests, and whose it is.</summary>
internal static class FolderOptions
{
    public static OptionSpec Environment { get; } = new("--env", "NAME", "merge overlays/NAME into the manifests");

    public static OptionSpec ManagedBy { get; } = new("--managed-by", "NAME", "owner of the set (default: managedBy in DIR/agentfunctions.yaml, else none)");

    public static OptionSpec Prune { get; } = new("--prune", null, "delete what this owner declared before and DIR does not any more");

    public static OptionSpec Force { get; } = new("--force", null, "take over what another owner manages");

    public static async Task<ManifestSet> ReadAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        var set = await ManifestReader.ReadAsync(context.FullPath(options.Arguments[0]), options["--env"], context.ReadVariable, cancellationToken);

        // An empty set with --prune would delete all that its owner has; a wrong folder looks the same.
        return set.IsOk && set.Manifests.Count == 0
            ? throw new CommandException($"{options.Arguments[0]} holds no manifests: *.yaml, *.yml or *.json files with resources.")
            : set;
    }

    /// <exception cref="CommandException">The name is none, or --prune has no owner to go by.</exception>
    public static string? FindOwner(ParsedOptions options, ManifestSet set)
    {
        var owner = options["--managed-by"] ?? set.ManagedBy;
        if (owner is not null && !OwnerNames.IsValid(owner)) throw CommandException.Usage($"--managed-by {OwnerNames.Rule}.");
        if (owner is null && options.Has("--prune")) throw CommandException.Usage("--prune needs an owner: --managed-by NAME, or managedBy in DIR/agentfunctions.yaml. It deletes only what that owner declared before.");
        return owner;
    }
}
