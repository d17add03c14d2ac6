namespace AgentFunctions.Core.Subjects;

/// <summary>Counts what a part removes in an erasure, so that the count is right wherever a process ends.</summary>
/// <exception cref="Documents.DocumentStoreUnavailableException">The store cannot be reached; nothing may be removed then.</exception>
public interface IErasureTally
{
    /// <summary>Things to be named at once at most.</summary>
    const int MostAtOnce = 64;

    /// <summary>These are removed next. Named before they are removed: what is named again, by whoever goes on after a process was killed in between, is counted once.</summary>
    /// <param name="items">At most <see cref="MostAtOnce"/>; each the same whoever names it, and of no other thing of the part.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask CountAsync(IReadOnlyCollection<string> items, CancellationToken cancellationToken);
}
