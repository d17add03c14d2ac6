using AgentFunctions.LocalHost.CommandLine;
using AgentFunctions.LocalHost.Hosting;

if (CommandDispatcher.IsCommand(args)) return await CommandDispatcher.RunAsync(args, CommandContext.OfProcess(), CancellationToken.None);

var parsed = ArgumentsParser.Parse(args, Environment.CurrentDirectory);
if (parsed.Arguments is { } arguments) return await LocalHostRunner.RunAsync(arguments);

await (parsed.ExitCode == 0 ? Console.Out : Console.Error).WriteLineAsync(parsed.Text);
return parsed.ExitCode;
