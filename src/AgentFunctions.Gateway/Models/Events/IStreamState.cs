using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>Follows one stream of one surface and knows when it is complete.</summary>
internal interface IStreamState
{
    ModelUsage Usage { get; }

    /// <summary><see cref="Usage"/> says all there is to say: it came with or after the end of the answer.</summary>
    bool IsUsageFinal { get; }

    /// <summary>What the answer said so far.</summary>
    DeliveredText Delivered { get; }

    string? Model { get; }

    /// <summary>The answer itself is complete: nothing that matters can still be missing but the end mark.</summary>
    bool IsFinished { get; }

    /// <summary>The end mark of the surface came.</summary>
    bool IsDone { get; }

    /// <summary>What the terminal event of a response said.</summary>
    AnswerFacts? Terminal { get; }

    StreamStep Take(ReadOnlySpan<byte> data);
}
