using AgentFunctions.LocalHost.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>The options that name a running instance.</summary>
internal static class ServerOptions
{
    public static IReadOnlyList<OptionSpec> All { get; } =
    [
        new("--server", "URL", "the running instance: https, or http on this machine"),
        new("--key-file", "FILE", "file with the key (else AGENTFUNCTIONS_ADMIN_KEY, else on this machine .agentfunctions/admin.key)"),
        new("--tenant", "ID", "tenant to act in (with the bootstrap key; default: default)"),
    ];

    /// <exception cref="CommandException">No server, no key, or not such as may be used.</exception>
    public static ControlPlaneClient Connect(ParsedOptions options, CommandContext context)
    {
        var server = ServerAddress.Parse(options["--server"] ?? throw CommandException.Usage("--server is missing."));
        var tenant = options["--tenant"];
        if (tenant is not null && !Core.Resources.ResourceIds.IsValidTenant(tenant)) throw CommandException.Usage("--tenant must match ^[a-z0-9][a-z0-9-]{0,62}$.");
        return new ControlPlaneClient(server, ServerKey.Find(options["--key-file"], server, context), tenant);
    }
}
