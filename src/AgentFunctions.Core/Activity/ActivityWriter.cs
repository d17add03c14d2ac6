using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Activity;

/// <summary>Brings what the recorder counted into the store, and takes counters that are no longer needed out of memory.</summary>
public sealed class ActivityWriter : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    private readonly ActivityRecorder _recorder;
    private readonly CounterWriter _counters;
    private readonly LastUseWriter _lastUses;
    private readonly TimeProvider _time;
    private readonly TimeSpan _lastUseInterval;
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Taken out of memory in the run before: calls that had found them may have added to them since.</summary>
    private List<Counter> _retired = [];

    internal ActivityWriter(ActivityRecorder recorder, IDocumentStore store, TimeProvider time, IOptions<ActivityOptions> options)
    {
        _recorder = recorder;
        _counters = new CounterWriter(store, time);
        _lastUses = new LastUseWriter(store);
        _time = time;
        _lastUseInterval = options.Value.LastUseInterval;
    }

    /// <summary>Writes everything counted so far; one run at a time.</summary>
    /// <param name="isLast">The process stops: last uses are written too, however fresh the stored ones are.</param>
    /// <param name="cancellationToken">Ends the run; what was not written is written by the next.</param>
    /// <exception cref="DocumentStoreUnavailableException">Nothing is lost; the next run writes it.</exception>
    public async ValueTask FlushAsync(bool isLast, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = _time.GetUtcNow();
            var dirty = _recorder.Counters.Concat(_retired).Where(static c => c.IsDirty).ToList();
            foreach (var counter in dirty) Note(counter);
            if (dirty.Count > 0) await _counters.WriteAsync(dirty, cancellationToken);
            await _lastUses.WriteAsync(isLast ? TimeSpan.Zero : _lastUseInterval, now, cancellationToken);
            Retire(now);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private void Note(Counter counter)
    {
        var key = counter.Key;
        var at = new DateTimeOffset(counter.LastAt, TimeSpan.Zero);
        var isAgents = key.OwnerKind == PrincipalKind.Agent;
        if (counter.IsOwnKey) _lastUses.Note(new LastUse(key.TenantId, ActivityDocuments.KeyUseId(key.KeyId), ActivityRetention.KeyUses), new StoredUse { At = at, Owner = key.OwnerId, OwnerIsAgent = isAgents });
        if (!isAgents || key.Surface != ActivitySurface.V1) return;
        var model = ActivityDocuments.ModelUseId(key.OwnerId, key.Team, key.Model ?? "");
        _lastUses.Note(new LastUse(key.TenantId, model, ActivityRetention.Counters), new StoredUse { At = at, Team = key.Team, Model = key.Model });
    }

    /// <summary>
    /// Past hours go; when memory is half full, what was quiet for a while too; when it is nearly full, everything that is written. A counter that comes back gets a document of its own, so nothing is lost by it, but
    /// documents multiply: hence not sooner.
    /// </summary>
    private void Retire(DateTimeOffset now)
    {
        var hour = ActivityDocuments.HourOf(now);
        var (count, most) = (_recorder.Count, (long)_recorder.MaxCounters);
        var quietSince = count * 10 > most * 9 ? long.MaxValue : count * 2 > most ? (now - Quiet).UtcTicks : long.MinValue;
        _retired = [.. _retired.Where(static c => c.IsDirty)];
        foreach (var counter in _recorder.Counters)
        {
            if ((counter.Key.Hour >= hour && counter.LastAt > quietSince) || counter.IsDirty) continue;
            _recorder.Remove(counter);
            _retired.Add(counter);
        }

        _recorder.TrimNames(hour);
    }
}
