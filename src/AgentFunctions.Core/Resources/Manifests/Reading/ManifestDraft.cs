using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>A document whose kind and id are known, before it is checked.</summary>
internal sealed record ManifestDraft(ResourceKind Kind, string Id, SourceNode Source)
{
    /// <summary>See <see cref="Manifest.FileHash"/>.</summary>
    public string? FileHash { get; init; }

    public string Name => $"{Kind.Name}/{Id}";

    /// <summary><c>agents/triage.yaml:12</c>.</summary>
    public string Place => $"{Source.At.File}:{Source.At.Line}";
}
