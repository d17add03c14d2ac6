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
        [typeof(Writes)] = [],
        [typeof(Queries)] = [],
        [typeof(Ranges)] = [],
        [typeof(Filters)] = [],
        [typeof(Patches)] = [],
        [typeof(Expiry)] = [],
        [typeof(Isolation)] = [],
    };

    public static TheoryData<string> Names => [.. Suites.Keys.Select(static suite => suite.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Suite_ButForWhatTheServerLacks_Holds(string name)
    {
        var (suite, lacking) = Suites.Single(one => one.Key.Name == name);
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
