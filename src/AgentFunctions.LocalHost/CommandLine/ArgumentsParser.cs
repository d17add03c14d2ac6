namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>Parses <c>--name value</c> and <c>--name=value</c>; anything unknown is a mistake, so that a typo never starts a server with other settings than meant.</summary>
internal static class ArgumentsParser
{
    private const string Help = """
        AgentFunctions local host

        Usage: dotnet run --project src/AgentFunctions.LocalHost -- [options]

          --urls URL          address to listen on (default http://127.0.0.1:7071); several with ';'
          --data DIR          data folder (default .agentfunctions under the current folder)
          --manifests DIR     manifests to apply at start (default: the demo set shipped with the host)
          --help, --version

        Environment: AGENTFUNCTIONS_ADMIN_KEY (bootstrap key), AGENTFUNCTIONS_SECRET_<NAME> (secrets),
        AGENTFUNCTIONS_VAR_<NAME> (filled into manifests), OTEL_EXPORTER_OTLP_ENDPOINT (traces and metrics),
        AgentFunctions__* (options). All of them: docs/configuration.md.
        """;

    public static ArgumentsResult Parse(IReadOnlyList<string> args, string currentFolder)
    {
        string? urls = null, data = null, manifests = null;
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = Split(args[i]);
            if (name is "--help" or "-h" or "-?") return ArgumentsResult.Print(Help);
            if (name == "--version") return ArgumentsResult.Print(ProductVersion.Text);
            if (name is not ("--urls" or "--data" or "--manifests")) return ArgumentsResult.Mistake($"Unknown argument '{args[i]}'.");
            value ??= ++i < args.Count ? args[i] : null;
            if (string.IsNullOrWhiteSpace(value) || value.StartsWith("--", StringComparison.Ordinal)) return ArgumentsResult.Mistake($"{name} needs a value.");
            ref var slot = ref name == "--urls" ? ref urls : ref name == "--data" ? ref data : ref manifests;
            if (slot is not null) return ArgumentsResult.Mistake($"{name} is given twice.");
            slot = value;
        }

        if (BadUrl(urls) is { } bad) return ArgumentsResult.Mistake($"--urls: '{bad}' is not an address such as http://127.0.0.1:7071 (localhost, an IP address, or * for every address of this machine).");
        return ArgumentsResult.Run(new LocalHostArguments(
            urls ?? LocalHostArguments.DefaultUrls,
            Path.GetFullPath(data ?? LocalHostArguments.DefaultDataFolder, currentFolder),
            manifests is null ? null : Path.GetFullPath(manifests, currentFolder)));
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private static string? BadUrl(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var probe = url.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal);
            if (!Uri.TryCreate(probe, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/") return url;

            // Kestrel takes any other name for every address of the machine, which nobody means who writes a name.
            if (uri.HostNameType == UriHostNameType.Dns && !string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)) return url;
        }

        return urls is not null && urls.Trim(' ', ';').Length == 0 ? urls : null;
    }
}
