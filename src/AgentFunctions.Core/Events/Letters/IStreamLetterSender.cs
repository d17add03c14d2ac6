using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Events.Letters;

/// <summary>Hands events of one stream in again.</summary>
internal interface IStreamLetterSender
{
    /// <summary>One of <see cref="Intake.StreamNames"/>.</summary>
    string Stream { get; }

    /// <summary>Does it; an event that was handled before is handled once all the same.</summary>
    /// <param name="letter">Whole.</param>
    /// <param name="by">Who asks for it, <c>operator/ops</c>.</param>
    /// <param name="cancellationToken">Ends the work; do it again.</param>
    /// <returns>Why it cannot be handled still; null where it was.</returns>
    /// <exception cref="Documents.DocumentStoreUnavailableException">Nothing is known; do it again.</exception>
    ValueTask<ApiError?> SendAsync(StreamLetter letter, string by, CancellationToken cancellationToken);
}
