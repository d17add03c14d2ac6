using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events.Letters;

namespace AgentFunctions.Core.Events.Intake;

/// <summary>Where events of a stream are put that cannot be handled, for a person to look at and to send again.</summary>
/// <exception cref="Documents.DocumentStoreUnavailableException">It cannot be reached: the events must come again.</exception>
public interface IStreamDeadLetters
{
    /// <summary>Keeps an event. The same one again is kept once.</summary>
    /// <param name="stream">Which stream, of <c>a-z0-9-</c>: one of <see cref="StreamNames"/>.</param>
    /// <param name="id">Where in the stream it was, of <c>a-z0-9-</c>, at most 120.</param>
    /// <param name="reason">Why, a code: <c>a-z_</c>.</param>
    /// <param name="body">The event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask KeepAsync(string stream, string id, string reason, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>A page in the order of their ids, without the events. A page may hold fewer than asked for and still not be the last.</summary>
    /// <param name="stream">Which stream.</param>
    /// <param name="limit">At most this many, 1 to 500.</param>
    /// <param name="cursor">From the page before; one that is none is refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Outcome<StreamLetterPage>> ListAsync(string stream, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>One with its event; null where there is none.</summary>
    ValueTask<StreamLetter?> FindAsync(string stream, string id, CancellationToken cancellationToken);

    /// <summary>Takes one away; nothing where there is none.</summary>
    ValueTask RemoveAsync(string stream, string id, CancellationToken cancellationToken);
}
