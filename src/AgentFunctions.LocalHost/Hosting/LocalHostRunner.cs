using System.Net.Sockets;
using AgentFunctions.Core.Documents;
using AgentFunctions.LocalHost.CommandLine;
using AgentFunctions.LocalHost.Data;
using AgentFunctions.LocalHost.Startup;
using Microsoft.AspNetCore.Connections;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>Starts the host, serves until a signal, drains, and leaves with 0; a mistake of the user's becomes one line on standard error and 1.</summary>
internal static class LocalHostRunner
{
    public static async Task<int> RunAsync(LocalHostArguments arguments)
    {
        try
        {
            AddressProbe.Check(arguments.Urls);
            var folder = DataFolder.Open(arguments.DataFolder);
            await using var app = LocalHostBuilder.Build(arguments, folder);

            // Before the host does: it would log a page of stack trace first.
            app.Services.GetService<Microsoft.Extensions.Options.IStartupValidator>()?.Validate();
            var prepared = await app.Services.GetRequiredService<StartupPreparation>().RunAsync(arguments, CancellationToken.None);
            await app.StartAsync();
            await Console.Out.WriteLineAsync(StartupBanner.Compose(app.Urls, folder, prepared));
            app.Lifetime.ApplicationStopping.Register(static () => Console.Out.WriteLine("Stopping; calls in flight have up to 30 s to finish."));
            await WaitForShutdownAsync(app);
            return 0;
        }
        catch (Exception exception) when (exception is StartupException or InvalidDataException or DocumentStoreUnavailableException || IsMistake(exception))
        {
            return await FailAsync(exception.Message);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            return await FailAsync(AddressProbe.InUse(arguments.Urls).Message);
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException exception)
        {
            return await FailAsync(string.Join(Environment.NewLine, exception.Failures));
        }
    }

    /// <summary>Work that did not end within the drain is cut, like the calls that did not: nothing rests on it, since a killed process loses nothing either.</summary>
    private static async Task WaitForShutdownAsync(WebApplication app)
    {
        try
        {
            await app.WaitForShutdownAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException || exception is AggregateException several && several.Flatten().InnerExceptions.All(static inner => inner is OperationCanceledException))
        {
            await Console.Out.WriteLineAsync("Stopped; what did not end in time was cut.");
        }
    }

    /// <summary>An option of the wrong type, an address that cannot be listened on: what the platform throws for them is worded for the user.</summary>
    private static bool IsMistake(Exception exception) =>
        exception is SocketException || exception is InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" or "Microsoft.AspNetCore.Server.Kestrel.Core" };

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 1;
    }
}
