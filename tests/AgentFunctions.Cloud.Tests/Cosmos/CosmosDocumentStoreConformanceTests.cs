using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The Cosmos engine under every suite of the store contract, over the fake.</summary>
public static class CosmosDocumentStoreConformanceTests
{
    public sealed class Writes : DocumentWriteConformance<CosmosStoreHarness>;

    public sealed class Patches : DocumentPatchConformance<CosmosStoreHarness>;

    public sealed class Batches : DocumentBatchConformance<CosmosStoreHarness>;

    public sealed class Queries : DocumentQueryConformance<CosmosStoreHarness>;

    public sealed class Ranges : DocumentRangeConformance<CosmosStoreHarness>;

    public sealed class Filters : DocumentFilterConformance<CosmosStoreHarness>;

    public sealed class Expiry : DocumentExpiryConformance<CosmosStoreHarness>;

    public sealed class Limits : DocumentLimitConformance<CosmosStoreHarness>;

    public sealed class Isolation : DocumentIsolationConformance<CosmosStoreHarness>;

    public sealed class Concurrency : DocumentConcurrencyConformance<CosmosStoreHarness>;
}
