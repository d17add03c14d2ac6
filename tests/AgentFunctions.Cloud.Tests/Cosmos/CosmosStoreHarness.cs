using AgentFunctions.Cloud.Cosmos;
using AgentFunctions.Cloud.Cosmos.Memory;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The engine over the fake.</summary>
public class CosmosStoreHarness : DocumentStoreHarness
{
    public CosmosStoreHarness() => (Account, Store) = Open(Time);

    public override IDocumentStore Store { get; }

    public override bool PreservesBytes => false;

    /// <summary>Longer than any streak of refusals of the fake.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    internal FakeAccount Account { get; }

    /// <summary>The search of memory over the same account, for vectors of three numbers.</summary>
    internal IMemoryCandidates OpenCandidates() => new CosmosMemoryCandidates(FakeCosmos.Client(Account), Options.Create(new CosmosOptions { VectorDimensions = 3, RetryFor = Patience }), Time);

    internal static (FakeAccount Account, IDocumentStore Store) Open(TimeProvider time)
    {
        var account = new FakeAccount(time);
        return (account, Open(account, time));
    }

    /// <summary>Another process on the account.</summary>
    internal static IDocumentStore Open(FakeAccount account, TimeProvider time) => new CosmosDocumentStore(FakeCosmos.Client(account), Options.Create(new CosmosOptions { RetryFor = Patience }), time);
}
