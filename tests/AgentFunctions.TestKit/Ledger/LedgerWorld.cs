using AgentFunctions.Core.Documents;
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

    public LedgerWorld(IDocumentStore store, FakeTimeProvider time)
    {
        (Store, Time, _start) = (store, time, time.GetUtcNow());
        Processes = [.. Enumerable.Range(0, ProcessCount).Select(_ => new LedgerProcess(store, time))];
    }

    public IDocumentStore Store { get; }

    public FakeTimeProvider Time { get; }

    public LedgerProcess[] Processes { get; }

    public LedgerLimits Limits { get; } = new();

    public List<LedgerCall> Calls { get; } = [];

    /// <summary>Of each counter the largest amount in force when something was admitted.</summary>
    public Dictionary<string, long> Most { get; } = [];

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
        Processes[slot] = new LedgerProcess(Store, Time);
    }

    public void Advance(TimeSpan span)
    {
        if (Time.GetUtcNow() + span - _start < Longest) Time.Advance(span);
    }

    public void Admitted(IReadOnlyList<Limit> limits, DateTimeOffset at)
    {
        foreach (var limit in LedgerReference.Smallest(limits, at)) Most[LedgerLimits.Key(limit, at)] = Math.Max(Most.GetValueOrDefault(LedgerLimits.Key(limit, at)), limit.Amount);
    }

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
