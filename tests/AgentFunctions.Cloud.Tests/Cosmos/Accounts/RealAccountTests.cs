using AgentFunctions.Cloud.Cosmos.Memory;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Cloud.Tests.Cosmos.Accounts;

/// <summary>Every suite of the store and that of memory's candidates against a real account, where one is named.</summary>
public sealed class RealAccountTests
{
    private static readonly Type[] Suites =
    [
        typeof(Suite.Writes), typeof(Suite.Patches), typeof(Suite.Batches), typeof(Suite.Queries), typeof(Suite.Ranges), typeof(Suite.Filters), typeof(Suite.Expiry), typeof(Suite.Limits), typeof(Suite.Isolation),
        typeof(Suite.Concurrency), typeof(Suite.Candidates),
    ];

    [RealAccountFact]
    public async Task RealAccount_EverySuite_Holds()
    {
        await RealAccountStoreHarness.MakeAsync();
        try
        {
            var failures = new List<string>();
            foreach (var suite in Suites) failures.AddRange((await SuiteRunner.RunAsync(suite)).Failures);
            Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        }
        finally
        {
            await RealAccountStoreHarness.DeleteAsync();
        }
    }

    /// <summary>No tests of the test runner's own: they would run without an account.</summary>
    private static class Suite
    {
        internal sealed class Writes : DocumentWriteConformance<RealAccountStoreHarness>;

        internal sealed class Patches : DocumentPatchConformance<RealAccountStoreHarness>;

        internal sealed class Batches : DocumentBatchConformance<RealAccountStoreHarness>;

        internal sealed class Queries : DocumentQueryConformance<RealAccountStoreHarness>;

        internal sealed class Ranges : DocumentRangeConformance<RealAccountStoreHarness>;

        internal sealed class Filters : DocumentFilterConformance<RealAccountStoreHarness>;

        internal sealed class Expiry : DocumentExpiryConformance<RealAccountStoreHarness>;

        internal sealed class Limits : DocumentLimitConformance<RealAccountStoreHarness>;

        internal sealed class Isolation : DocumentIsolationConformance<RealAccountStoreHarness>;

        internal sealed class Concurrency : DocumentConcurrencyConformance<RealAccountStoreHarness>;

        internal sealed class Candidates : MemoryCandidatesConformance<RealAccountStoreHarness>
        {
            protected override IMemoryCandidates Create(RealAccountStoreHarness harness) => new CosmosMemoryCandidates(harness.Client, harness.Settings, harness.Time);
        }
    }
}
