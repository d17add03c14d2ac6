using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Subjects;

/// <summary>
/// A part of the product that keeps content of or about people. Each registers itself as one of these; an export and an erasure ask all of them. Content belongs to a subject where it is about it or was said by it; subjects
/// are compared by <see cref="SubjectNames.Fold"/>, never as they were written.
/// </summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached; it is asked again.</exception>
public interface ISubjectData
{
    /// <summary>Unique, <c>^[a-z0-9-]{1,64}$</c>: what the part is called in exports.</summary>
    string Name { get; }

    /// <summary>It may still be writing to the others: it is erased before them.</summary>
    bool IsErasedFirst => false;

    /// <summary>Everything of the subject, history included; in a stable order.</summary>
    IAsyncEnumerable<SubjectItem> ExportAsync(SubjectScope scope, CancellationToken cancellationToken);

    /// <summary>
    /// Removes everything of the subject: content, history, payloads, what was derived from it, links to it. Nothing of others changes. A process can be killed at any point: done again it goes on where it was
    /// broken off, so what says that content is the subject's goes last.
    /// </summary>
    /// <param name="scope">Whose.</param>
    /// <param name="tally">Is told of every thing that goes, before it goes.</param>
    /// <param name="cancellationToken">Ends it; done again it goes on.</param>
    ValueTask EraseAsync(SubjectScope scope, IErasureTally tally, CancellationToken cancellationToken);
}
