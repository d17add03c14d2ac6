using AgentFunctions.LocalHost.CommandLine.Parsing;
using AgentFunctions.LocalHost.DemoTools;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Serves the tools of the demo set until it is stopped.</summary>
internal sealed class DemoToolsCommand : ICommand
{
    public CommandSpec Spec { get; } = new(
        "demo-tools", [], "serve the tools of the demo set: orders, refunds, notices", [new OptionSpec("--urls", "URL", $"where to listen (default {DemoToolServer.DefaultUrl}, which the demo set names)")])
    {
        Notes = "Start the host with AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE=127.0.0.1:7072, so that it may call them. GET /counts says what was done. Exit code: 0 stopped, 1 failed, 2 wrong usage.",
    };

    public async Task<int> RunAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        await using var app = DemoToolServer.Build(options["--urls"] ?? DemoToolServer.DefaultUrl);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new CommandException($"The address cannot be listened on: {exception.Message} Choose another with --urls.");
        }

        await context.Out.WriteLineAsync($"The demo's tools listen on {string.Join(", ", app.Urls)}; Ctrl+C stops them.");
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCodes.Done;
    }
}
