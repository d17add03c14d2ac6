using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Providers;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>Reads a provider's body into one pooled buffer.</summary>
internal static class WholeBody
{
    private const int UnknownLength = 16 * 1024;
    private const int LargestHint = 1024 * 1024;

    /// <summary>null when it is larger than <paramref name="most"/>.</summary>
    public static async ValueTask<PooledBuffer?> ReadAsync(ProviderAnswer answer, int most, CancellationToken cancellationToken)
    {
        if (answer.ContentLength > most) return null;

        // One byte more than announced, so that the read that finds the end needs no larger buffer. What a provider announces is not allocated blindly.
        var buffer = new PooledBuffer((int)Math.Min(answer.ContentLength + 1024 ?? UnknownLength, LargestHint));
        try
        {
            while (true)
            {
                var read = await answer.Body.ReadAsync(buffer.GetFree(), cancellationToken);
                if (read == 0) return buffer;
                buffer.Advance(read);
                if (buffer.WrittenCount <= most) continue;
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
