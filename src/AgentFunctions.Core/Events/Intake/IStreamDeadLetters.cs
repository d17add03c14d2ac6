namespace AgentFunctions.Core.Events.Intake;

/// <summary>Where events of a stream are put that cannot be handled, for a person to look at.</summary>
/// <exception cref="Documents.DocumentStoreUnavailableException">It cannot be reached: the events must come again.</exception>
public interface IStreamDeadLetters
{
    /// <summary>Keeps an event. The same one again is kept once.</summary>
    /// <param name="stream">Which stream, of <c>a-z0-9-</c>: one of <see cref="StreamNames"/>.</param>
    /// <param name="id">Where in the stream it was, of <c>a-z0-9-</c>.</param>
    /// <param name="body">The event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask KeepAsync(string stream, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}
