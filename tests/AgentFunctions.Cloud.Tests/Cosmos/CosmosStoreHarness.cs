using AgentFunctions.Cloud.Cosmos;
using AgentFunctions.Core.Documents;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The engine over the fake.</summary>
public class CosmosStoreHarness : DocumentStoreHarness
{
    public CosmosStoreHarness() => (Account, Store) = Open(Time);

    public override IDocumentStore Store { get; }

    public override bool PreservesBytes => false;

    internal FakeAccount Account { get; }

    internal static (FakeAccount Account, IDocumentStore Store) Open(TimeProvider time)
    {
        var account = new FakeAccount(time);
        return (account, Open(account, time));
    }

    /// <summary>Another process on the account.</summary>
    internal static IDocumentStore Open(FakeAccount account, TimeProvider time) => new CosmosDocumentStore(FakeCosmos.Client(account), Options.Create(new CosmosOptions()), time);
}
