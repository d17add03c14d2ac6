namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>What the host declares at its start.</summary>
public sealed class ManifestOptions
{
    /// <summary>Folder of manifests; null applies none.</summary>
    public string? Folder { get; set; }

    /// <summary>Environment whose <c>overlays/</c> are merged in; null for none.</summary>
    public string? Environment { get; set; }
}
