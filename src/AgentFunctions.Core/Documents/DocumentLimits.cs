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

    /// <summary>Characters in the tenant and in the second partition level, each.</summary>
    public const int MaxPartitionKeyLength = 512;

    /// <summary>Levels of objects and arrays in a body, the outermost object included.</summary>
    public const int MaxDepth = 64;

    /// <summary>Characters in a dotted path.</summary>
    public const int MaxPathLength = 256;

    /// <summary>Nodes in a filter, its nested ones included.</summary>
    public const int MaxFilterNodes = 256;

    /// <summary>Filters within filters.</summary>
    public const int MaxFilterDepth = 16;

    /// <summary>Values of <see cref="DocumentFilter.OneOf"/>.</summary>
    public const int MaxOneOfValues = 100;

    /// <summary>Paths of <see cref="DocumentFilter.SumAtMost"/>.</summary>
    public const int MaxSumPaths = 10;

    /// <summary>Bytes of bodies after which a page of a query ends early (it always holds at least one document if one matches).</summary>
    public const int MaxPageBytes = 4 * 1024 * 1024;

    /// <summary>Seconds a document may live; Cosmos DB keeps them in 32 bits.</summary>
    public const int MaxTimeToLiveSeconds = int.MaxValue;
}
