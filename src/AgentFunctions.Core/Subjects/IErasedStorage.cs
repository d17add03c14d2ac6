namespace AgentFunctions.Core.Subjects;

/// <summary>A store whose files may hold what was deleted for a while.</summary>
public interface IErasedStorage
{
    /// <summary>After it nothing of what was deleted is left in any of its files.</summary>
    /// <exception cref="Documents.DocumentStoreUnavailableException">Not now; it is asked again.</exception>
    ValueTask ClearAsync(CancellationToken cancellationToken);
}
