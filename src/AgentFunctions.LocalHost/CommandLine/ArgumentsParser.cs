using AgentFunctions.LocalHost.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>The options of the server.</summary>
internal static class ArgumentsParser
{
    private static readonly OptionSpec[] Options =
    [
        new("--urls", "URL", "address to listen on (default http://127.0.0.1:7071); several with ';'"),
        new("--data", "DIR", "data folder (default .agentfunctions under the current folder)"),
        new("--manifests", "DIR", "manifests to apply at start (default: the demo set shipped with the host)"),
        new("--env", "NAME", "environment whose overlays/NAME are merged into the manifests"),
    ];

    private static string Help => $"""
        AgentFunctions local host

        Usage: dotnet run --project src/AgentFunctions.LocalHost -- [options]
               dotnet run --project src/AgentFunctions.LocalHost -- COMMAND ...

        {string.Join(Environment.NewLine, Options.Select(o => $"  {o.Name + " " + o.Value,-20}{o.Help}"))}
          --help, --version

        Commands (each has --help):

        {string.Join(Environment.NewLine, CommandTable.All.Select(c => $"  {c.Spec.Name,-12}{c.Spec.Summary}"))}

        Environment: AGENTFUNCTIONS_ADMIN_KEY (bootstrap key), AGENTFUNCTIONS_SECRET_<NAME> (secrets),
        AGENTFUNCTIONS_VAR_<NAME> (filled into manifests), OTEL_EXPORTER_OTLP_ENDPOINT (traces and metrics),
        AgentFunctions__* (options). All of them: docs/configuration.md.
        """;

    public static ArgumentsResult Parse(IReadOnlyList<string> args, string currentFolder)
    {
        if (args.Any(a => a is "--help" or "-h" or "-?")) return ArgumentsResult.Print(Help);
        if (args.Contains("--version")) return ArgumentsResult.Print(ProductVersion.Text);
        var (options, mistake) = OptionParser.Parse(args, Options, []);
        if (options is null) return ArgumentsResult.Mistake(mistake!);
        var urls = options["--urls"];
        if (BadUrl(urls) is { } bad) return ArgumentsResult.Mistake($"--urls: '{bad}' is not an address such as http://127.0.0.1:7071 (localhost, an IP address, or * for every address of this machine).");
        return ArgumentsResult.Run(new LocalHostArguments(
            urls ?? LocalHostArguments.DefaultUrls,
            Path.GetFullPath(options["--data"] ?? LocalHostArguments.DefaultDataFolder, currentFolder),
            options["--manifests"] is { } manifests ? Path.GetFullPath(manifests, currentFolder) : null,
            options["--env"]));
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
