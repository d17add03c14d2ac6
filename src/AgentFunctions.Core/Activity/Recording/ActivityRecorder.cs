using System.Collections.Concurrent;
using System.Globalization;
using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Identity;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Activity.Recording;

/// <summary>
/// Counts calls in memory; <see cref="ActivityWriter"/> stores the counts. What is guaranteed: a call is counted once, never twice; a process that stops loses none; one that is killed loses what it counted since the last
/// write, about <see cref="ActivityOptions.FlushInterval"/>. Recording takes no lock and, once a counter is there, allocates nothing.
/// </summary>
public sealed class ActivityRecorder(TimeProvider time, IOptions<ActivityOptions> options)
{
    private readonly ConcurrentDictionary<CounterKey, Counter> _counters = new();
    private readonly ModelNameLimit _names = new();
    private readonly string _instance = Guid.NewGuid().ToString("N");
    private readonly int _maxCounters = options.Value.MaxCounters;
    private long _made;
    private long _count;
    private long _dropped;

    internal IEnumerable<Counter> Counters => _counters.Select(static pair => pair.Value);

    internal long Count => Interlocked.Read(ref _count);

    internal int MaxCounters => _maxCounters;

    /// <summary>Counts a call that is over.</summary>
    public void Record(in ActivityCall call)
    {
        var caller = call.Caller;
        var (principal, agent) = (caller.Principal, caller.Agent);
        var at = time.GetUtcNow().UtcTicks;
        var isAgents = principal.Kind == PrincipalKind.Agent;
        var key = new CounterKey(
            principal.TenantId, PrincipalKind.Agent, agent?.Id ?? principal.Id, caller.KeyId, agent?.Id, agent?.Spec.Team, call.Surface, call.Model, at / TimeSpan.TicksPerHour);
        if (isAgents || agent is not null) Add(key, call, at);

        // A principal's call as an agent is found under both: what the agent did, and what the key did. Nobody looks up the bootstrap key; it is no resource.
        if (!isAgents && principal.Kind != PrincipalKind.Platform) Add(key with { OwnerKind = PrincipalKind.App, OwnerId = principal.Id }, call, at);
    }

    /// <summary>Takes the counter out; calls that found it before may still add to it.</summary>
    internal void Remove(Counter counter)
    {
        if (_counters.TryRemove(new KeyValuePair<CounterKey, Counter>(counter.Key, counter))) Interlocked.Decrement(ref _count);
    }

    internal void TrimNames(long hour) => _names.Trim(hour);

    /// <summary>Calls that were not counted since the last time this was asked.</summary>
    internal long TakeDropped() => Interlocked.Exchange(ref _dropped, 0);

    private void Add(CounterKey key, in ActivityCall call, long at)
    {
        if (!_counters.TryGetValue(key, out var counter)) counter = Make(key, call, at);
        if (counter is null) Interlocked.Increment(ref _dropped);
        else counter.Add(call, at);
    }

    private Counter? Make(CounterKey key, in ActivityCall call, long at)
    {
        if (call.DeclaredModel is { } declared && declared != call.Model && !_names.TryTake(key))
        {
            key = key with { Model = declared };
            if (_counters.TryGetValue(key, out var known)) return known;
        }

        if (Interlocked.Read(ref _count) >= _maxCounters) return null;
        var number = Interlocked.Increment(ref _made).ToString("x", CultureInfo.InvariantCulture);
        var isOwnKey = (key.OwnerKind == PrincipalKind.Agent) == (call.Caller.Principal.Kind == PrincipalKind.Agent);
        var made = new Counter(key, isOwnKey, ActivityDocuments.CounterId(key, $"{_instance}-{number}"), at);
        var counter = _counters.GetOrAdd(key, made);
        if (ReferenceEquals(counter, made)) Interlocked.Increment(ref _count);
        return counter;
    }
}
