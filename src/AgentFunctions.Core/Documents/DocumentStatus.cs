namespace AgentFunctions.Core.Documents;

/// <summary>Outcome of one document operation. Expected outcomes are values; a limit broken by the caller is a <see cref="DocumentLimitException"/>; a store out of reach is a <see cref="DocumentStoreUnavailableException"/>.</summary>
public enum DocumentStatus
{
    /// <summary>Done; <see cref="DocumentResult.Document"/> is the state after it (null after a delete).</summary>
    Ok,

    /// <summary>No such document, or it expired.</summary>
    NotFound,

    /// <summary>Create: the id is taken.</summary>
    Conflict,

    /// <summary>The ETag or the patch predicate did not match; nothing was written.</summary>
    PreconditionFailed,

    /// <summary>Patch: a path to increment holds no integer, a parent is missing, or the sum leaves ±2^53.</summary>
    Unprocessable,

    /// <summary>In a batch: not tried because another operation failed.</summary>
    FailedDependency,
}
