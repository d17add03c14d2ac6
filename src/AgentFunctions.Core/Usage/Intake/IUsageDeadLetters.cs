namespace AgentFunctions.Core.Usage.Intake;

/// <summary>Where events of the usage stream are put that cannot be folded, for a person to look at.</summary>
/// <exception cref="Documents.DocumentStoreUnavailableException">It cannot be reached: the events must come again.</exception>
public interface IUsageDeadLetters
{
    /// <summary>Keeps an event as it came. The same one again is kept once.</summary>
    /// <param name="id">Where in the stream it was, of <c>a-z0-9-</c>.</param>
    /// <param name="body">The event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask KeepAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}
