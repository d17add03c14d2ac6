namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>Blocks the calling thread; only for threads that belong to the engine or are opening a file.</summary>
internal static class ThreadPause
{
    private static readonly ManualResetEventSlim NeverSet = new(false, spinCount: 0);

    public static void For(TimeSpan duration) => NeverSet.Wait(duration);
}
