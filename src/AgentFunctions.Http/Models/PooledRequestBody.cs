using AgentFunctions.Gateway.Models.Answers;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Models;

/// <summary>Reads a request body into one pooled buffer.</summary>
internal static class PooledRequestBody
{
    private const int UnknownLength = 8 * 1024;
    private const int Slack = 1024;

    /// <summary>null when it is larger than <paramref name="limit"/>.</summary>
    public static async ValueTask<PooledBuffer?> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        // A little more than announced, so that the read that finds the end needs no larger buffer.
        var buffer = new PooledBuffer((int)Math.Min(request.ContentLength + Slack ?? UnknownLength, limit + Slack));
        try
        {
            while (true)
            {
                var read = await request.Body.ReadAsync(buffer.GetFree(), cancellationToken);
                if (read == 0) return buffer;
                buffer.Advance(read);
                if (buffer.WrittenCount <= limit) continue;
                buffer.Dispose();
                return null;
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
