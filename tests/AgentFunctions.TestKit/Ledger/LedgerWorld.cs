using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>Three processes on one store, the calls they run, and what is known of both.</summary>
internal sealed class LedgerWorld : IDisposable
{
    private const int ProcessCount = 3;

    /// <summary>Estimates can be corrected for seven days; a case ends before.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(6);

    private readonly Dictionary<string, (string ETag, object Value)> _parsed = [];
    private readonly DateTimeOffset _start;

    private readonly Action<LedgerOptions>? _configure;
    private readonly Dictionary<string, DateTimeOffset> _loosened = [];

    public LedgerWorld(IDocumentStore store, FakeTimeProvider time, Action<LedgerOptions>? configure)
    {
        (Store, Time, _start, _configure) = (store, time, time.GetUtcNow(), configure);
        Processes = [.. Enumerable.Range(0, ProcessCount).Select(_ => new LedgerProcess(store, time, configure))];
    }

    public IDocumentStore Store { get; }

    public bool HasBlocks => _configure is not null;

    public FakeTimeProvider Time { get; }

    public LedgerProcess[] Processes { get; }

    public LedgerLimits Limits { get; } = new();

    public List<LedgerCall> Calls { get; } = [];

    /// <summary>Of each counter the largest amount in force when something was admitted.</summary>
    public Dictionary<string, long> Most { get; } = [];

    /// <summary>Of each counter the largest amount in force when something was asked of it, admitted or not.</summary>
    public Dictionary<string, long> MostOffered { get; } = [];

    /// <summary>What happened, in words.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>What was stored after the latest step.</summary>
    public LedgerView View { get; private set; } = new();

    public async Task StepAsync(LedgerCommand command)
    {
        await LedgerSteps.RunAsync(this, command);
        await LookAsync();
        LedgerInvariants.Check(this);
    }

    public async Task LookAsync() => View = await LedgerView.ReadAsync(Store, _parsed);

    /// <summary>Kills a process, or lets it end in good order, and starts another in its place.</summary>
    public async Task ReplaceAsync(int slot, bool isOrderly)
    {
        var process = Processes[slot];
        if (isOrderly) await process.LeaveAsync();
        await LookAsync();
        foreach (var call in Calls.Where(call => call.Process == process)) Bury(call);
        process.Dispose();
        Processes[slot] = new LedgerProcess(Store, Time, _configure);
    }

    public void Advance(TimeSpan span)
    {
        if (Time.GetUtcNow() + span - _start < Longest) Time.Advance(span);
    }

    public void Admitted(IReadOnlyList<Limit> limits, DateTimeOffset at)
    {
        foreach (var limit in LedgerReference.Smallest(limits, at)) Most[LedgerLimits.Key(limit, at)] = Math.Max(Most.GetValueOrDefault(LedgerLimits.Key(limit, at)), limit.Amount);
    }

    public void Offered(IReadOnlyList<Limit> limits, DateTimeOffset at)
    {
        foreach (var limit in LedgerReference.Smallest(limits, at)) MostOffered[LedgerLimits.Key(limit, at)] = Math.Max(MostOffered.GetValueOrDefault(LedgerLimits.Key(limit, at)), limit.Amount);

        // Nobody declares two limits that contradict each other; where they meet all the same, what is in force changes from call to call.
        foreach (var counter in limits.Where(static limit => limit.Mode == LimitMode.Enforce).GroupBy(limit => LedgerLimits.Key(limit, at)))
            if (counter.Select(static limit => limit.Amount).Distinct().Count() > 1) Loosen(counter.First().Scope.ToString(), counter.First().Unit);
        foreach (var limit in limits.Where(static limit => limit.Mode == LimitMode.Shadow)) MostOffered.TryAdd(LedgerLimits.Key(limit, at), long.MaxValue / 2);
    }

    /// <summary>A limit was edited, or more was charged than was held: who holds a block of it learns of that when it takes the next one.</summary>
    public void Loosen(string scope, LimitUnit unit) => _loosened[$"{scope} {unit.ToString().ToLowerInvariant()}"] = Time.GetUtcNow();

    public bool IsLoose(string key) => LedgerReference.Find(View, key)?.Overrun > 0 || _loosened.Any(one => key.StartsWith(one.Key + " ", StringComparison.Ordinal) && Time.GetUtcNow() - one.Value < new LedgerOptions().BlockLife);

    public void Dispose()
    {
        foreach (var process in Processes) process.Dispose();
    }

    /// <summary>What is stored of a call when its process dies is all that anybody will know of it.</summary>
    private void Bury(LedgerCall call)
    {
        if (View.Holds.TryGetValue(call.Id, out var hold))
        {
            (call.State, call.LastAttempt, call.LastProvider) = (LedgerCallState.Dead, hold.Attempt, hold.Provider);
        }
        else if (View.Estimates.TryGetValue(call.Id, out var estimate))
        {
            (call.State, call.LastAttempt, call.LastProvider) = (LedgerCallState.Dead, estimate.Attempt, View.Events[(call.Id, estimate.Attempt)].Usage.Provider);
        }
        else
        {
            Assert.True(call.State != LedgerCallState.Running, $"{call.Id} runs, but nothing is held or estimated for it.");
        }
    }
}
