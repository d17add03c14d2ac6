using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The Cosmos engine under every suite of the store contract, over the fake with faults.</summary>
public static class FaultyCosmosDocumentStoreConformanceTests
{
    public sealed class Writes : DocumentWriteConformance<FaultyCosmosStoreHarness>;

    public sealed class Patches : DocumentPatchConformance<FaultyCosmosStoreHarness>;

    public sealed class Batches : DocumentBatchConformance<FaultyCosmosStoreHarness>;

    public sealed class Queries : DocumentQueryConformance<FaultyCosmosStoreHarness>;

    public sealed class Ranges : DocumentRangeConformance<FaultyCosmosStoreHarness>;

    public sealed class Filters : DocumentFilterConformance<FaultyCosmosStoreHarness>;

    public sealed class Expiry : DocumentExpiryConformance<FaultyCosmosStoreHarness>;

    public sealed class Limits : DocumentLimitConformance<FaultyCosmosStoreHarness>;

    public sealed class Isolation : DocumentIsolationConformance<FaultyCosmosStoreHarness>;

    public sealed class Concurrency : DocumentConcurrencyConformance<FaultyCosmosStoreHarness>;
}
