using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Kills;

/// <summary>Something a host does over and over until it is killed, with what must hold afterwards.</summary>
internal interface IKillScenario : IAsyncDisposable
{
    /// <summary>How long one turn takes; kills fall within it.</summary>
    TimeSpan Window { get; }

    /// <summary>What it needs, before the first round.</summary>
    Task PrepareAsync(LocalHostProcess host);

    /// <summary>Works until <see cref="HttpRequestException"/> says that the host is gone, and remembers what was answered.</summary>
    Task WorkAsync(LocalHostProcess victim);

    /// <summary>Fails unless the last request happened wholly or not at all and every one that was answered holds; then goes on from there.</summary>
    Task CheckAsync(LocalHostProcess survivor);

    /// <summary>Fails unless, in the end, everything came of it that was to come.</summary>
    Task FinishAsync(LocalHostProcess host) => Task.CompletedTask;
}
