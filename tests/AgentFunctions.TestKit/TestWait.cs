using System.Diagnostics;

namespace AgentFunctions.TestKit;

/// <summary>Waits on a condition with a deadline; tests never sleep for a guess.</summary>
public static class TestWait
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(20);

    /// <summary>Polls <paramref name="condition"/> until it holds; fails, naming <paramref name="because"/>, when the deadline passes.</summary>
    public static Task UntilAsync(Func<bool> condition, string because, TimeSpan? deadline = null) =>
        UntilAsync(() => Task.FromResult(condition()), because, deadline);

    /// <summary>Polls <paramref name="condition"/> until it holds; fails, naming <paramref name="because"/>, when the deadline passes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string because, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
                Assert.Fail($"Not within {limit}: {because}");
            await Task.Delay(10);
        }
    }
}
