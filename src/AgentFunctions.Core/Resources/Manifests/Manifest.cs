using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Manifests.Reading;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>One resource read from a folder, overlays merged, checked against its schema and its kind's rules.</summary>
public sealed class Manifest
{
    internal Manifest(ResourceKind kind, string id, JsonElement document, SourceNode source, string hash)
    {
        Kind = kind;
        Id = id;
        Document = document;
        Source = source;
        Hash = hash;
    }

    public ResourceKind Kind { get; }

    public string Id { get; }

    /// <summary>The whole body: apiVersion, kind, id, spec.</summary>
    public JsonElement Document { get; }

    public JsonElement Spec => Document.GetProperty("spec");

    /// <summary>SHA-256 of <see cref="Document"/>: layout and form (JSON or YAML) do not count.</summary>
    public string Hash { get; }

    /// <summary>Path of the file within the folder, with forward slashes.</summary>
    public string File => Source.At.File;

    /// <summary>Where it begins, from 1.</summary>
    public int Line => Source.At.Line;

    /// <summary><c>models/sim-small</c>.</summary>
    public string Name => $"{Kind.Name}/{Id}";

    /// <summary><c>models:sim-small</c>, as links between resources are kept.</summary>
    public string Link => $"{Kind.Name}:{Id}";

    internal SourceNode Source { get; }

    /// <summary>SHA-256 of the file, variables filled, where it holds just this one in JSON: what versions before YAML remembered as applied.</summary>
    internal string? FileHash { get; init; }

    internal IReadOnlyList<ResourceReference> References { get; init; } = [];

    /// <summary>A finding about this resource, shown where it was written.</summary>
    /// <param name="path">Path within the resource, <c>spec.models[0]</c>; <c>$</c> for the whole.</param>
    /// <param name="message">What is wrong and what to write instead.</param>
    public ManifestProblem Problem(string path, string message) => ManifestProblem.At(SourcePaths.Find(Source, path), path, message);
}
