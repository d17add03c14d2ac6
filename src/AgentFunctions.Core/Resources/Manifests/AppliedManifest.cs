namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>Remembers which manifest was last applied to a resource, so that the same one never overwrites what an operator changed since.</summary>
internal sealed record AppliedManifest
{
    public const string KindName = "manifests";

    public required string Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string Hash { get; init; }
}
