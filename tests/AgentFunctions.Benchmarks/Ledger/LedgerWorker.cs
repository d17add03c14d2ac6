using System.Globalization;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Embedded;
using AgentFunctions.Embedded.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Benchmarks.Ledger;

/// <summary>A process with the ledger and the store as the product registers them. Takes lines <c>LIMITS IN-FLIGHT MILLISECONDS</c>, answers each with a measurement; ends with its input.</summary>
internal static class LedgerWorker
{
    public static async Task<int> RunAsync(string folder)
    {
        var services = new ServiceCollection().AddLogging().AddEmbeddedStores(options => options.DataDirectory = folder).AddAgentFunctionsLedger();
        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<SqliteDocumentStore>().Open();
        var ledger = provider.GetRequiredService<ILedger>();
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var numbers = Array.ConvertAll(line.Split(' '), static value => int.Parse(value, CultureInfo.InvariantCulture));
            var measured = await LedgerLoad.RunAsync(ledger, numbers[0], numbers[1], TimeSpan.FromMilliseconds(numbers[2]));
            Console.WriteLine(measured.Format());
        }

        return 0;
    }
}
