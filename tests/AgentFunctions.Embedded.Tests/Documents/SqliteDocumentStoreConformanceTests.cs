using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>The SQLite engine under every suite of the store contract.</summary>
public static class SqliteDocumentStoreConformanceTests
{
    public sealed class Writes : DocumentWriteConformance<SqliteStoreHarness>;

    public sealed class Patches : DocumentPatchConformance<SqliteStoreHarness>;

    public sealed class Batches : DocumentBatchConformance<SqliteStoreHarness>;

    public sealed class Queries : DocumentQueryConformance<SqliteStoreHarness>;

    public sealed class Ranges : DocumentRangeConformance<SqliteStoreHarness>;

    public sealed class Filters : DocumentFilterConformance<SqliteStoreHarness>;

    public sealed class Expiry : DocumentExpiryConformance<SqliteStoreHarness>;

    public sealed class Limits : DocumentLimitConformance<SqliteStoreHarness>;

    public sealed class Isolation : DocumentIsolationConformance<SqliteStoreHarness>;

    public sealed class Concurrency : DocumentConcurrencyConformance<SqliteStoreHarness>;
}
