namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The engine over a service that is over its throughput a third of the time and loses answers to reads.</summary>
public sealed class FaultyCosmosStoreHarness : CosmosStoreHarness
{
    private const int Seed = 20_260_131;

    public FaultyCosmosStoreHarness() => Account.Faults = Seeded(Seed);

    /// <summary>Faults that no caller may notice: refusals of any request, lost answers of reads.</summary>
    internal static Func<string, bool, FakeFault> Seeded(int seed)
    {
        var random = new Random(seed);
        var turn = new Lock();
        return (_, writes) => Next() switch
        {
            0 or 1 => FakeFault.TooManyRequests,
            2 => FakeFault.RetryWith,
            3 when !writes => FakeFault.TimeoutBefore,
            4 when !writes => FakeFault.LostResponse,
            _ => FakeFault.None,
        };

        int Next()
        {
            lock (turn) return random.Next(12);
        }
    }
}
