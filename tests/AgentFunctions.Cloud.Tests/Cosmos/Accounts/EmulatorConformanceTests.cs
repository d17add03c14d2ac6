using AgentFunctions.Cloud.Tests.Hosting;
using AgentFunctions.TestKit.Documents;
using Xunit.Abstractions;

namespace AgentFunctions.Cloud.Tests.Cosmos.Accounts;

/// <summary>The Cosmos engine with the real client library against the server of npm: every suite of the store but what that server lacks, named test by test.</summary>
[Collection(CosmosEmulatorGroup.Name)]
public sealed class EmulatorConformanceTests(ITestOutputHelper output)
{
    /// <summary>Suites with the tests that are left to the fake, and why.</summary>
    private static readonly Dictionary<Type, string[]> Suites = new()
    {
        // It takes an empty ETag for none.
        [typeof(Writes)] = ["Replace_OtherETag_FailsThePrecondition()"],

        // It has no IS_INTEGER, which every order by a property needs.
        [typeof(Queries)] =
        [
            "Query_ByProperty_OrdersTypedWithTiesById", "Query_FilterAndOrder_Combine", "Query_FullPage_HasContinuationOnlyIfMoreFollow", "Query_OthersWriteBetweenPages_YieldsWhatStayedExactlyOnce",
            "Query_ContinuationOfAnotherQuery_IsRefused", "Query_DamagedContinuation_IsRefused", "Query_LargeDocuments_PagesEndEarly", "Query_LastDocumentOfPageDeleted_GoesOnBehindIt",
        ],
        [typeof(Ranges)] = ["Range_PrefixAndStart_YieldExactlyTheIdsWithin"],

        // Sums are of integers; conditions of patches are made lower case; text is in the order of UTF-16; conditions within conditions take it minutes.
        [typeof(Filters)] =
        [
            "SumAtMost_Query_LeavesOutWhatIsNoInteger", "Negated_SumAtMost_MatchesWhatHasNoSum", "LessOrEqual_Text_OrdersByBytes", "Greater_Text_OrdersByUtf8BytesNotUtf16", "AllAndAny_Nested_Combine",
        ],

        // Nor can what adds to an integer say that it is one.
        [typeof(Patches)] =
        [
            "Increment_Integer_Adds", "Increment_NotAnIntegerOrNoParentOrTooLarge_IsUnprocessable", "Patch_SeveralOperations_ApplyInOrder", "Patch_OneOperationFails_NoneIsApplied", "Patch_ConditionFails_WritesNothing",
            "Patch_ConditionFailsAndUnprocessable_IsPreconditionFailed", "Patch_SumAtMost_GuardsTheIncrement", "Patch_ReservationLoop_NeverOverspends",
        ],

        // Increments, a batch, and an order by a property.
        [typeof(Expiry)] = ["Expired_EveryOperation_TakesItForAbsent", "Patch_LeavesTheExpiryAsItWas", "Query_WalkPassesExpiry_SkipsWhatExpiredMeanwhile"],

        // A batch; and of a key of two levels it keeps the first only.
        [typeof(Isolation)] = ["OtherTenant_KnowsTheId_ReachesNothing", "Partitions_SameId_AreDifferentDocuments"],
    };

    public static TheoryData<string> Names => [.. Suites.Keys.Select(static suite => suite.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Suite_ButForWhatTheServerLacks_Holds(string name)
    {
        var (suite, lacking) = Suites.Single(one => one.Key.Name == name);

        // A condition of a patch looks at documents of that id in the whole container, so each suite has its own.
        await CosmosEmulatorFixture.UseAsync("suite-" + name);
        var (ran, failures) = await SuiteRunner.RunAsync(suite, lacking);
        output.WriteLine($"[measured] {name}: {ran} tests over the server of npm, {lacking.Length} left to the fake");
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        Assert.True(ran > 0);
    }

    private sealed class Writes : DocumentWriteConformance<EmulatorStoreHarness>;

    private sealed class Queries : DocumentQueryConformance<EmulatorStoreHarness>;

    private sealed class Ranges : DocumentRangeConformance<EmulatorStoreHarness>;

    private sealed class Filters : DocumentFilterConformance<EmulatorStoreHarness>;

    private sealed class Patches : DocumentPatchConformance<EmulatorStoreHarness>;

    private sealed class Expiry : DocumentExpiryConformance<EmulatorStoreHarness>;

    private sealed class Isolation : DocumentIsolationConformance<EmulatorStoreHarness>;
}
