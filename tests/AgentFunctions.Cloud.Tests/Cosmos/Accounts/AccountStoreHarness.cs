using AgentFunctions.Cloud.Cosmos;
using AgentFunctions.Core.Documents;
using AgentFunctions.TestKit.Documents;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Tests.Cosmos.Accounts;

/// <summary>The engine over the client library as it is, and something that answers.</summary>
public abstract class AccountStoreHarness : DocumentStoreHarness
{
    protected AccountStoreHarness(CosmosClient client, string database, TimeSpan retryFor)
    {
        Client = client;
        Settings = Options.Create(new CosmosOptions { Database = database, VectorDimensions = AccountContainers.Dimensions, RetryFor = retryFor });
        Store = new CosmosDocumentStore(client, Settings, Time);
    }

    public override IDocumentStore Store { get; }

    public override bool PreservesBytes => false;

    internal CosmosClient Client { get; }

    internal IOptions<CosmosOptions> Settings { get; }
}
