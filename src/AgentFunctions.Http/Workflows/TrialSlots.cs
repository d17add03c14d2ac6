using AgentFunctions.Core.Errors;

namespace AgentFunctions.Http.Workflows;

/// <summary>Trials of this process at the same time: each keeps a processor busy and holds what it works on in memory.</summary>
internal sealed class TrialSlots : IDisposable
{
    public const int AtOnce = 4;

    private readonly SemaphoreSlim _free = new(AtOnce, AtOnce);

    public static ApiError Full { get; } = new(429, ErrorCodes.ConcurrencyLimited, $"{AtOnce} workflows are being tried in this process, which is as many as may be at the same time. Try again when one is done.") { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>Takes a place; false: there is none. Give it back with <see cref="Leave"/>.</summary>
    public bool TryEnter() => _free.Wait(0);

    public void Leave() => _free.Release();

    public void Dispose() => _free.Dispose();
}
