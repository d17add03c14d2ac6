using System.Collections.Concurrent;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>The turns of runs that go on in this process, so that a turn does not read all turns before it. Steps that have ended never change, so what is here is always right; what is not is read.</summary>
internal sealed class TranscriptCache
{
    /// <summary>Bytes of messages kept, of all runs; beyond it everything is forgotten and read again.</summary>
    public const long MaxBytes = 64L * 1024 * 1024;

    private const int MaxRuns = 4096;
    private readonly ConcurrentDictionary<(string Tenant, string Run), Dictionary<string, TranscriptTurn>> _runs = new();
    private long _bytes;

    public TranscriptTurn? Find(string tenantId, string runId, string modelStep) =>
        _runs.TryGetValue((tenantId, runId), out var turns) ? turns.GetValueOrDefault(modelStep) : null;

    /// <summary>Keeps what a run was shown last, and nothing else of it.</summary>
    public void Keep(string tenantId, string runId, IReadOnlyCollection<TranscriptTurn> turns)
    {
        if (turns.Count == 0) return;
        if (Volatile.Read(ref _bytes) > MaxBytes || _runs.Count >= MaxRuns)
        {
            _runs.Clear();
            Volatile.Write(ref _bytes, 0);
        }

        Forget(tenantId, runId);
        _runs[(tenantId, runId)] = turns.ToDictionary(static turn => turn.ModelStep, StringComparer.Ordinal);
        Interlocked.Add(ref _bytes, turns.Sum(static turn => (long)turn.Bytes));
    }

    /// <summary>The run is over.</summary>
    public void Forget(string tenantId, string runId)
    {
        if (_runs.TryRemove((tenantId, runId), out var turns)) Interlocked.Add(ref _bytes, -turns.Values.Sum(static turn => (long)turn.Bytes));
    }
}
