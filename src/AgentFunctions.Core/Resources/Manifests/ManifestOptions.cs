namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>What the host declares at its start.</summary>
public sealed class ManifestOptions
{
    /// <summary>Folder of <c>*.json</c> manifests; null applies none.</summary>
    public string? Folder { get; set; }
}
