using System.Globalization;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Tests.Quotas;

/// <summary>Of limits on the same kind of scope, unit, window and mode the most specific one holds.</summary>
public sealed class LimitIndexTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 10, 31, 0, TimeSpan.Zero);
    private static readonly LimitPath Path = new("red", "batch-1", "s1", "r1", "k1", "gpt-*", null);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 300)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Resolve_ManyQuotas_AgreesWithTheRules(int seed)
    {
        var random = new Random(seed);
        var quotas = Quotas(random);
        var index = new LimitIndex(quotas);
        for (var i = 0; i < 50; i++)
        {
            var path = PathOf(random);
            var now = Now.AddMinutes(random.Next(-2, 3));

            Assert.Equal(NaiveLimits.Resolve(quotas, path, now), index.Resolve(path, now).Select(NaiveLimits.Text).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Resolve_LiteralPrefixAndStar_OneOfEach()
    {
        var index = new LimitIndex([Quota("all", "agents/*", "1"), Quota("some", "agents/batch-*", "2"), Quota("one", "agents/batch-1", "3")]);

        Assert.Equal(("one", 3_000_000_000L), Only(index.Resolve(Path, Now)));
        Assert.Equal(("some", 2_000_000_000L), Only(index.Resolve(Path with { Agent = "batch-2" }, Now)));
        Assert.Equal(("all", 1_000_000_000L), Only(index.Resolve(Path with { Agent = "batch" }, Now)));
        Assert.Empty(index.Resolve(Path with { Agent = null }, Now));
    }

    [Fact]
    public void Resolve_AWildcard_IsOneLimitForEach()
    {
        var index = new LimitIndex([Quota("all", "agents/*", "1")]);

        Assert.Equal(
            [new LimitScope(LimitScopeKind.Agent, "a"), new LimitScope(LimitScopeKind.Agent, "b")],
            new[] { "a", "b" }.Select(a => Assert.Single(index.Resolve(Path with { Agent = a }, Now)).Scope));
    }

    [Fact]
    public void Resolve_OtherUnitWindowOrMode_StandsBeside()
    {
        var index = new LimitIndex(
        [
            Quota("one", "agents/batch-1", "3"), Quota("month", "agents/*", "50", LimitWindow.Month), Quota("shadow", "agents/*", "1", mode: LimitMode.Shadow),
            Quota("calls", "agents/*", "100", unit: LimitUnit.Requests), Quota("same", "agents/*", "9"),
        ]);

        Assert.Equal(["calls", "month", "one", "shadow"], index.Resolve(Path, Now).Select(l => l.QuotaId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Resolve_TemporaryAmount_FollowsTheClock()
    {
        var spec = new QuotaSpec { Scope = "agents/batch-1", Unit = LimitUnit.Usd, Window = LimitWindow.Day, Amount = "5", Temporary = new TemporaryAmountSpec { Amount = "8", Until = Now, Reason = "launch" } };
        var index = new LimitIndex([new Resource<QuotaSpec>("default", "q", spec, "e", 1)]);

        Assert.Equal(("q", 8_000_000_000L), Only(index.Resolve(Path, Now.AddTicks(-1))));
        Assert.Equal(("q", 5_000_000_000L), Only(index.Resolve(Path, Now)));
    }

    [Fact]
    public void Resolve_WindowOfARun_OnlyWithARun()
    {
        var index = new LimitIndex([Quota("each", "runs/*", "1", LimitWindow.Total), Quota("agent", "agents/*", "2", LimitWindow.Run), Quota("own", "runs/r1", "3", LimitWindow.Run)]);

        Assert.Empty(index.Resolve(Path with { Run = null }, Now));
        Assert.Equal(
            ["agent agents/batch-1 r1", "own runs/r1 r1"],
            index.Resolve(Path, Now).Select(l => $"{l.QuotaId} {l.Scope} {l.RunId}"));
    }

    [Fact]
    public void Resolve_Sessions_BelongToTheirAgent()
    {
        var index = new LimitIndex([Quota("each", "sessions/*", "1"), Quota("of-demo", "sessions/demo/*", "2")]);

        Assert.Equal("each sessions/batch-1/s1", $"{Assert.Single(index.Resolve(Path, Now)).QuotaId} {index.Resolve(Path, Now)[0].Scope}");
        Assert.Equal("of-demo", Assert.Single(index.Resolve(Path with { Agent = "demo" }, Now)).QuotaId);
        Assert.Empty(index.Resolve(Path with { Agent = null }, Now));
    }

    [Fact]
    public void Resolve_DeclaredWildcardModel_IsNamedExactly()
    {
        var index = new LimitIndex([Quota("begins", "models/gpt-*", "1"), Quota("exactly", "models/=gpt-*", "2")]);

        Assert.Equal("exactly models/=gpt-*", $"{Assert.Single(index.Resolve(Path, Now)).QuotaId} {index.Resolve(Path, Now)[0].Scope}");
        Assert.Equal("begins", Assert.Single(index.Resolve(Path with { Model = "gpt-4o" }, Now)).QuotaId);
    }

    [Fact]
    public void ResolveProvider_IsNotOnThePath()
    {
        var index = new LimitIndex([Quota("p", "providers/*", "1"), Quota("azure", "providers/azure", "2")]);

        Assert.Empty(index.Resolve(Path, Now));
        Assert.Equal(("azure", 2_000_000_000L), Only(index.ResolveProvider("azure", Path, Now)));
        Assert.Equal(("p", 1_000_000_000L), Only(index.ResolveProvider("other", Path, Now)));
    }

    [Fact]
    public void Resolve_TenThousandAgents_AllocatesAsLittleAsOne()
    {
        var one = new LimitIndex([Quota("q1", "agents/a1", "1"), Quota("tenant", "tenant", "1")]);
        var many = new LimitIndex([.. Enumerable.Range(0, 10_000).Select(i => Quota($"q{i}", $"agents/a{i}", "1")), Quota("tenant", "tenant", "1")]);
        var path = Path with { Agent = "a1" };

        Assert.Equal(2, many.Resolve(path, Now).Count);
        Assert.Equal(Allocated(one, path), Allocated(many, path));
    }

    private static long Allocated(LimitIndex index, LimitPath path)
    {
        index.Resolve(path, Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) index.Resolve(path, Now);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static (string, long) Only(IReadOnlyList<Limit> limits)
    {
        var limit = Assert.Single(limits);
        return (limit.QuotaId, limit.Amount);
    }

    private static Resource<QuotaSpec> Quota(string id, string scope, string amount, LimitWindow window = LimitWindow.Day, LimitMode mode = LimitMode.Enforce, LimitUnit unit = LimitUnit.Usd) =>
        new("default", id, new QuotaSpec { Scope = scope, Unit = unit, Window = window, Amount = amount, Mode = mode }, "e", 1);

    /// <summary>No two of the same scope, unit, window and mode, as the control plane sees to.</summary>
    private static List<Resource<QuotaSpec>> Quotas(Random random)
    {
        string[] scopes =
        [
            "tenant", "teams/*", "teams/red", "agents/*", "agents/a", "agents/a*", "agents/ab*", "agents/abc", "sessions/*", "sessions/a/*", "sessions/abc/s*", "sessions/abc/s1", "runs/*", "runs/r1", "runs/r*",
            "keys/*", "keys/k", "models/*", "models/=*", "models/g*", "models/=g*", "models/gpt", "tools/*", "tools/t", "providers/*",
        ];
        var windows = Enum.GetValues<LimitWindow>();
        var quotas = new Dictionary<string, Resource<QuotaSpec>>();
        for (var i = random.Next(60); i >= 0; i--)
        {
            var unit = (LimitUnit)random.Next(5);
            var spec = new QuotaSpec
            {
                Scope = scopes[random.Next(scopes.Length)],
                Unit = unit,
                Window = unit == LimitUnit.Concurrent ? null : windows[random.Next(1, windows.Length)],
                Amount = random.Next(1, 100).ToString(CultureInfo.InvariantCulture),
                Mode = (LimitMode)random.Next(2),
                Temporary = random.Next(4) == 0 ? new TemporaryAmountSpec { Amount = random.Next(100, 200).ToString(CultureInfo.InvariantCulture), Until = Now.AddMinutes(random.Next(-2, 3)), Reason = "r" } : null,
            };
            var window = spec.Scope.StartsWith("runs/", StringComparison.Ordinal) && spec.Window == LimitWindow.Total ? LimitWindow.Run : spec.Window;
            quotas.TryAdd($"{spec.Scope} {spec.Unit} {window} {spec.Mode}", new Resource<QuotaSpec>("default", $"q{i}", spec, "e", 1));
        }

        return [.. quotas.Values];
    }

    private static LimitPath PathOf(Random random)
    {
        return new LimitPath(Pick("red", "blue"), Pick("a", "ab", "abc", "abcd", "b"), Pick("s1", "s2", "t"), Pick("r1", "r2", "x"), Pick("k", "k2"), Pick("gpt", "g*", "*", "x"), Pick("t", "u"));

        string? Pick(params string[] from) => random.Next(5) == 0 ? null : from[random.Next(from.Length)];
    }
}
