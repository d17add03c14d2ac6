using AgentFunctions.Cloud.Tests.Hosting;
using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Cloud.Tests.Cosmos.Accounts;

/// <summary>The Cosmos engine with the real client library against the server of npm.</summary>
public static class EmulatorConformanceTests
{
    [Collection(CosmosEmulatorGroup.Name)]
    public sealed class Writes : DocumentWriteConformance<EmulatorStoreHarness>;

    [Collection(CosmosEmulatorGroup.Name)]
    public sealed class Patches : DocumentPatchConformance<EmulatorStoreHarness>;

    [Collection(CosmosEmulatorGroup.Name)]
    public sealed class Batches : DocumentBatchConformance<EmulatorStoreHarness>;

    [Collection(CosmosEmulatorGroup.Name)]
    public sealed class Queries : DocumentQueryConformance<EmulatorStoreHarness>;

    [Collection(CosmosEmulatorGroup.Name)]
    public sealed class Ranges : DocumentRangeConformance<EmulatorStoreHarness>;

    [Collection(CosmosEmulatorGroup.Name)]
    public sealed class Filters : DocumentFilterConformance<EmulatorStoreHarness>;

    [Collection(CosmosEmulatorGroup.Name)]
    public sealed class Expiry : DocumentExpiryConformance<EmulatorStoreHarness>;

    [Collection(CosmosEmulatorGroup.Name)]
    public sealed class Limits : DocumentLimitConformance<EmulatorStoreHarness>;

    [Collection(CosmosEmulatorGroup.Name)]
    public sealed class Isolation : DocumentIsolationConformance<EmulatorStoreHarness>;

    [Collection(CosmosEmulatorGroup.Name)]
    public sealed class Concurrency : DocumentConcurrencyConformance<EmulatorStoreHarness>;
}
