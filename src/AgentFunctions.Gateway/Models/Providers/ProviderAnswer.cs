using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>What came back from a provider: a status, the headers that are passed on, and a body still to be read.</summary>
public class ProviderAnswer : IAsyncDisposable
{
    public ProviderFailure Failure { get; init; }

    /// <summary>With <see cref="ProviderFailure.NotUsable"/> and <see cref="ProviderFailure.Unreachable"/>: why, in words for the caller.</summary>
    public string? FailureReason { get; init; }

    public int Status { get; init; }

    public AnswerHeaders Headers { get; init; }

    /// <summary>What the provider asked for, unclamped.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public long? ContentLength { get; init; }

    public Stream Body { get; init; } = Stream.Null;

    /// <summary>The credential that was sent, so that an error echoing it can be scrubbed.</summary>
    public Secret? Credential { get; init; }

    /// <summary>Lets go of the connection; cancels what was not read.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Body.DisposeAsync();
    }
}
