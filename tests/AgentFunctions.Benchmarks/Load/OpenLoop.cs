using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace AgentFunctions.Benchmarks.Load;

/// <summary>Calls at a fixed rate, whatever is still outstanding: latency. A slow answer delays no later call.</summary>
internal static class OpenLoop
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    public static async Task<LoadResult> RunAsync(LoadTarget target, int perSecond, bool stream, TimeSpan duration)
    {
        var request = target.Request(stream ? "paced" : "plain", stream);
        ConcurrentBag<HttpConnection> idle = [];
        List<Task> calls = [];
        var result = new LoadResult();
        var total = (int)(perSecond * duration.TotalSeconds);
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Tick);
        while (calls.Count < total && await timer.WaitForNextTickAsync())
        {
            var due = Math.Min(total, (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond));
            while (calls.Count < due) calls.Add(CallAsync(target, request, stream, idle, result));
        }

        await Task.WhenAll(calls);
        result.Elapsed = Stopwatch.GetElapsedTime(started);
        foreach (var connection in idle) connection.Dispose();
        return result;
    }

    private static async Task CallAsync(LoadTarget target, byte[] request, bool stream, ConcurrentBag<HttpConnection> idle, LoadResult result)
    {
        HttpConnection? connection = null;
        try
        {
            if (!idle.TryTake(out connection)) connection = await HttpConnection.OpenAsync(target.Endpoint, CancellationToken.None);
            var sent = Stopwatch.GetTimestamp();
            var answer = await connection.SendAsync(request, CancellationToken.None);
            var isGood = stream ? AnswerCheck.IsWholeStream(answer) : AnswerCheck.IsWhole(answer);
            lock (result) result.Add(sent, answer, isGood);
            idle.Add(connection);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            connection?.Dispose();
            lock (result) result.Bad++;
        }
    }
}
