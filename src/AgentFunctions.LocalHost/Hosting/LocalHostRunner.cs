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
            var prepared = await app.Services.GetRequiredService<StartupPreparation>().RunAsync(arguments, CancellationToken.None);
            await app.StartAsync();
            await Console.Out.WriteLineAsync(StartupBanner.Compose(app.Urls, folder, prepared));
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception exception) when (exception is StartupException or InvalidDataException)
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

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 1;
    }
}
