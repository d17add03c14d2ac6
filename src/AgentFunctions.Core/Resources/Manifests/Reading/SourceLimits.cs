namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>Bounds of one file, so that a few lines of aliases cannot fill the memory.</summary>
internal static class SourceLimits
{
    public const long MaxFileBytes = 16 * 1024 * 1024;

    /// <summary>Values of a file with its aliases written out.</summary>
    public const long MaxNodes = 200_000;

    /// <summary>Characters of a file with its aliases written out.</summary>
    public const long MaxWeight = MaxFileBytes;

    /// <summary>Levels of one resource.</summary>
    public const int MaxDepth = 32;

    /// <summary>A list of resources adds two levels.</summary>
    public const int MaxFileDepth = MaxDepth + 2;
}
