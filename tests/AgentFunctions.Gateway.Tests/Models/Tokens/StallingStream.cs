using System.Text;

namespace AgentFunctions.Gateway.Tests.Models.Tokens;

/// <summary>Gives its text and then waits until the read is cancelled.</summary>
internal sealed class StallingStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        if (read == 0) await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        return read;
    }
}
