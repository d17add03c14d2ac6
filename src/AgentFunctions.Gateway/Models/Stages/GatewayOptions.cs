namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>Limits of model calls that belong to the host rather than to a model. Section <c>AgentFunctions:Gateway</c>.</summary>
public sealed class GatewayOptions
{
    public const string SectionName = "AgentFunctions:Gateway";

    /// <summary>Largest whole answer of a provider in bytes, else 502. Default 64 MiB.</summary>
    public int MaxAnswerBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Largest single streamed event in bytes, else the stream ends as broken. Default 4 MiB.</summary>
    public int MaxEventBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>End of whole answers whatever the model's timeouts say; null for none. 220 s on Functions, whose front end cuts silence at 230 s.</summary>
    public TimeSpan? WholeAnswerCap { get; set; }

    /// <summary>End of the wait for a stream's first event whatever the model's timeouts say, counted from the start of the call; null for none. 220 s on Functions.</summary>
    public TimeSpan? FirstTokenCap { get; set; }

    /// <summary>Silence after which a stream that has begun gets a keep-alive. Default 15 s.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a stream confirms that its key still holds. Default 1 s, at most 1.5 s, so that a revocation ends streams within 2 s.</summary>
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromSeconds(1);
}
