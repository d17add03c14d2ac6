namespace AgentFunctions.Core.Documents;

/// <summary>Limits that every engine enforces before it touches storage, so that code proven locally holds in Azure. Source: DESIGN section 15; Azure Cosmos DB service quotas.</summary>
public static class DocumentLimits
{
    /// <summary>Bytes of UTF-8 JSON in one document.</summary>
    public const int MaxDocumentBytes = 1024 * 1024;

    /// <summary>Operations in one batch.</summary>
    public const int MaxBatchOperations = 100;

    /// <summary>Bytes of all bodies in one batch.</summary>
    public const int MaxBatchBytes = 1536 * 1024;

    /// <summary>Operations in one patch.</summary>
    public const int MaxPatchOperations = 10;

    /// <summary>Documents in one page of a query; also the default.</summary>
    public const int MaxPageSize = 500;

    /// <summary>Largest magnitude of an integer, exact in a JSON double.</summary>
    public const long MaxInteger = 1L << 53;

    /// <summary>Characters in an id.</summary>
    public const int MaxIdLength = 128;

    /// <summary>Characters in the second partition level.</summary>
    public const int MaxPartitionKeyLength = 512;
}
