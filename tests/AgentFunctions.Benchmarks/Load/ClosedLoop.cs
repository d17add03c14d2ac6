using System.Diagnostics;
using System.Net.Sockets;

namespace AgentFunctions.Benchmarks.Load;

/// <summary>A fixed number of callers, each sending its next call when the last was answered: throughput.</summary>
internal static class ClosedLoop
{
    public static async Task<LoadResult> RunAsync(LoadTarget target, int callers, bool stream, TimeSpan duration)
    {
        var request = target.Request(stream ? "stream" : "plain", stream);
        var started = Stopwatch.GetTimestamp();
        var end = started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var results = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync(target, request, stream, end)));
        var total = new LoadResult { Elapsed = Stopwatch.GetElapsedTime(started) };
        foreach (var result in results) total.Merge(result);
        return total;
    }

    private static async Task<LoadResult> CallAsync(LoadTarget target, byte[] request, bool stream, long end)
    {
        var result = new LoadResult();
        while (Stopwatch.GetTimestamp() < end)
        {
            try
            {
                using var connection = await HttpConnection.OpenAsync(target.Endpoint, CancellationToken.None);
                while (Stopwatch.GetTimestamp() is var sent && sent < end)
                {
                    var answer = await connection.SendAsync(request, CancellationToken.None);
                    result.Add(sent, answer, stream ? AnswerCheck.IsWholeStream(answer) : AnswerCheck.IsWhole(answer));
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                result.Bad++;
            }
        }

        return result;
    }
}
