using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>What this process remembers of counters.</summary>
internal sealed class BlockBook(IOptions<LedgerOptions> options)
{
    private readonly ConcurrentDictionary<(string TenantId, string CounterId), BlockState> _states = new();

    public bool IsOn { get; } = options.Value.Blocks ?? false;

    public TimeSpan Life => options.Value.BlockLife;

    public BlockState Of(string tenantId, string counterId) => _states.GetOrAdd((tenantId, counterId), static (_, o) => new BlockState(o.BlockLife, o.BlockPercent, o.BlockCalls), options.Value);

    public BlockState? Find(string tenantId, string counterId) => _states.GetValueOrDefault((tenantId, counterId));

    /// <summary>Forgets what nobody asked for lately.</summary>
    public void Trim(DateTimeOffset now)
    {
        foreach (var (key, state) in _states)
            if (state.IsIdle(now)) _states.TryRemove(key, out _);
    }
}
