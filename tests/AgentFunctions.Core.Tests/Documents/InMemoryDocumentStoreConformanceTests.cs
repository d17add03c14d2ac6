using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Core.Tests.Documents;

/// <summary>The in-memory fake under every suite of the store contract.</summary>
public static class InMemoryDocumentStoreConformanceTests
{
    public sealed class Writes : DocumentWriteConformance<InMemoryStoreHarness>;

    public sealed class Patches : DocumentPatchConformance<InMemoryStoreHarness>;

    public sealed class Batches : DocumentBatchConformance<InMemoryStoreHarness>;

    public sealed class Queries : DocumentQueryConformance<InMemoryStoreHarness>;

    public sealed class Ranges : DocumentRangeConformance<InMemoryStoreHarness>;

    public sealed class Filters : DocumentFilterConformance<InMemoryStoreHarness>;

    public sealed class Expiry : DocumentExpiryConformance<InMemoryStoreHarness>;

    public sealed class Limits : DocumentLimitConformance<InMemoryStoreHarness>;

    public sealed class Isolation : DocumentIsolationConformance<InMemoryStoreHarness>;

    public sealed class Concurrency : DocumentConcurrencyConformance<InMemoryStoreHarness>;
}
