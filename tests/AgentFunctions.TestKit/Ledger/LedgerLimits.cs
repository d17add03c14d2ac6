using AgentFunctions.Core.Quotas;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>The limits of a case: small amounts, so that they are met all the time; some on one counter; edited as the case goes on.</summary>
internal sealed class LedgerLimits
{
    public static readonly IReadOnlyList<string> Providers = ["p0", "p1", "p2"];

    private readonly Limit[] _path =
    [
        new("q0", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Day, 100, LimitMode.Enforce),
        new("q1", LimitScope.Tenant, LimitUnit.Requests, LimitWindow.Minute, 5, LimitMode.Enforce),
        new("q2", new LimitScope(LimitScopeKind.Team, "t"), LimitUnit.Usd, LimitWindow.Month, 200, LimitMode.Enforce),
        new("q3", new LimitScope(LimitScopeKind.Agent, "a"), LimitUnit.Usd, LimitWindow.Day, 60, LimitMode.Enforce),
        new("q4", new LimitScope(LimitScopeKind.Agent, "a"), LimitUnit.Usd, LimitWindow.Day, 30, LimitMode.Shadow),
        new("q5", new LimitScope(LimitScopeKind.Agent, "a"), LimitUnit.Tokens, LimitWindow.Minute, 80, LimitMode.Enforce),
        new("q6", new LimitScope(LimitScopeKind.Agent, "a"), LimitUnit.Concurrent, LimitWindow.None, 3, LimitMode.Enforce),
        new("q7", new LimitScope(LimitScopeKind.Agent, "b"), LimitUnit.Usd, LimitWindow.Total, 40, LimitMode.Shadow),
        new("q8", new LimitScope(LimitScopeKind.Run, "r"), LimitUnit.Usd, LimitWindow.Run, 50, LimitMode.Enforce, "r"),
        new("q9", new LimitScope(LimitScopeKind.Key, "k"), LimitUnit.Bytes, LimitWindow.Hour, 200, LimitMode.Enforce),
        new("q10", new LimitScope(LimitScopeKind.Model, "m"), LimitUnit.Tokens, LimitWindow.Hour, 90, LimitMode.Shadow),
        new("q11", new LimitScope(LimitScopeKind.Session, "a/s"), LimitUnit.Requests, LimitWindow.Day, 8, LimitMode.Enforce),
        new("q12", new LimitScope(LimitScopeKind.Agent, "a"), LimitUnit.Usd, LimitWindow.Day, 70, LimitMode.Enforce),
    ];

    private readonly Limit[] _provider =
    [
        new("q20", new LimitScope(LimitScopeKind.Provider, "p0"), LimitUnit.Requests, LimitWindow.Minute, 4, LimitMode.Enforce),
        new("q21", new LimitScope(LimitScopeKind.Provider, "p0"), LimitUnit.Usd, LimitWindow.Day, 90, LimitMode.Enforce),
        new("q22", new LimitScope(LimitScopeKind.Provider, "p0"), LimitUnit.Concurrent, LimitWindow.None, 2, LimitMode.Enforce),
        new("q23", new LimitScope(LimitScopeKind.Provider, "p1"), LimitUnit.Tokens, LimitWindow.Hour, 90, LimitMode.Enforce),
        new("q24", new LimitScope(LimitScopeKind.Provider, "p1"), LimitUnit.Requests, LimitWindow.Day, 6, LimitMode.Shadow),
        new("q25", new LimitScope(LimitScopeKind.Provider, "p1"), LimitUnit.Bytes, LimitWindow.Day, 150, LimitMode.Enforce),
        new("q26", new LimitScope(LimitScopeKind.Provider, "p1"), LimitUnit.Concurrent, LimitWindow.None, 3, LimitMode.Enforce),
    ];

    /// <summary>Some limits of a path; the two that share a counter with a shadow come with it, as they would.</summary>
    public IReadOnlyList<Limit> Path(Random random)
    {
        var chosen = new SortedSet<int>();
        for (var n = random.Next(6); n > 0; n--) chosen.Add(random.Next(_path.Length));
        if (chosen.Contains(4) || chosen.Contains(12)) chosen.Add(3);
        return [.. chosen.Select(i => _path[i])];
    }

    public IReadOnlyList<Limit> Of(string provider) => [.. _provider.Where(limit => limit.Scope.Id == provider)];

    /// <summary>Changes an amount, as an edit, a temporary amount or its end do.</summary>
    public string Edit(Random random, LedgerWorld world)
    {
        var limits = random.Next(3) == 0 ? _provider : _path;
        var i = random.Next(limits.Length);
        var amount = Math.Max(1, limits[i].Amount * random.Next(1, 8) / 4);
        limits[i] = limits[i] with { Amount = amount };
        world.Loosen(limits[i].Scope.ToString(), limits[i].Unit);
        return $"{limits[i].QuotaId} ({limits[i].Scope} {limits[i].Unit} {limits[i].Window}) is {amount}";
    }

    public static string Key(Limit limit, DateTimeOffset at) => Key(limit.Scope.ToString(), limit.Unit, LimitWindows.WindowId(limit.Window, at, limit.RunId));

    public static string Key(string scope, LimitUnit unit, string window) => $"{scope} {Name(unit)} {window}";

    private static string Name(LimitUnit unit) => unit.ToString().ToLowerInvariant();
}
