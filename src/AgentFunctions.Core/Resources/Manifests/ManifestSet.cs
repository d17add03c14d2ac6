using System.Buffers;
using System.Text.Json;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>What a folder declares. With problems, <see cref="Manifests"/> holds only what is right, and nothing must be applied.</summary>
public sealed class ManifestSet
{
    /// <summary>Resources of one apply. Source: docs/api.md, PUT /api/resources.</summary>
    public const int MaxManifests = 5_000;

    /// <summary>In an order in which they can be applied one by one.</summary>
    public IReadOnlyList<Manifest> Manifests { get; init; } = [];

    public IReadOnlyList<ManifestProblem> Problems { get; init; } = [];

    /// <summary>Who owns the set, from the folder's <c>agentfunctions.yaml</c>; null when it says nothing.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>Environments the folder has overlays for.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    public bool IsOk => Problems.Count == 0;

    /// <summary>What the set names but does not declare: it must exist where the set is applied. Wildcards of the set serve.</summary>
    public IReadOnlyList<ManifestProblem> FindUndeclared() => ManifestReferences.FindUndeclared(Manifests);

    /// <summary>The body of PUT /api/resources; <c>items[n]</c> is <see cref="Manifests"/>[n].</summary>
    public ReadOnlyMemory<byte> ToRequest(string? managedBy)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("managedBy", managedBy);
            writer.WriteStartArray("items");
            foreach (var manifest in Manifests) manifest.Document.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>A finding of the server about <see cref="ToRequest"/>, shown where it was written; null when its path is not that of an item.</summary>
    /// <param name="path"><c>items[3].spec.models[0]</c>.</param>
    /// <param name="message">What is wrong and what to write instead.</param>
    public ManifestProblem? Locate(string path, string message)
    {
        const string Prefix = "items[";
        ArgumentNullException.ThrowIfNull(path);
        if (!path.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var end = path.IndexOf(']', StringComparison.Ordinal);
        if (end < 0 || !int.TryParse(path.AsSpan(Prefix.Length, end - Prefix.Length), System.Globalization.NumberStyles.None, null, out var index) || index >= Manifests.Count) return null;
        var rest = path[(end + 1)..].TrimStart('.');
        return Manifests[index].Problem(rest.Length == 0 ? "$" : rest, message);
    }
}
