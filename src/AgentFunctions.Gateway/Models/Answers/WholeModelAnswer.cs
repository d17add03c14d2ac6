namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>A complete answer of a provider, or a provider's refusal of the request itself (status 400 and up) in OpenAI's envelope.</summary>
public sealed class WholeModelAnswer : ModelAnswer
{
    private PooledBuffer? _buffer;

    internal WholeModelAnswer(int status, AnswerHeaders headers, PooledBuffer buffer, AnswerFacts facts)
    {
        Status = status;
        Headers = headers;
        _buffer = buffer;
        Body = buffer.WrittenMemory;
        Facts = facts;
    }

    public int Status { get; }

    public AnswerHeaders Headers { get; }

    /// <summary>Exactly the provider's bytes, but for what docs/fidelity.md lists; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>What was read from the body.</summary>
    public AnswerFacts Facts { get; }

    public override ValueTask DisposeAsync()
    {
        Body = default;
        Interlocked.Exchange(ref _buffer, null)?.Dispose();
        return base.DisposeAsync();
    }
}
