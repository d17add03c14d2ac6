using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Manifests;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>A resource of a server as a manifest: what was declared, without what the server adds.</summary>
/// <param name="Path">Path within the folder, <c>agents/triage.yaml</c>.</param>
/// <param name="Text">What the file holds.</param>
internal sealed record ExportFile(string Path, string Text)
{
    private static readonly string[] Declared = ["apiVersion", "kind", "id", "spec"];

    /// <exception cref="CommandException">It is not a resource, or would be written outside its folder.</exception>
    public static ExportFile Of(JsonElement resource, bool json)
    {
        if (resource.ValueKind != JsonValueKind.Object || TextOf(resource, "kind") is not { } kind || TextOf(resource, "id") is not { } id || !resource.TryGetProperty("spec", out _))
            throw new CommandException("The server answered something that is not a resource: check the address of --server.");
        if (ResourceKinds.Find(kind) is not { } known || known.CheckId(id) is not null) throw new CommandException($"The server has a resource that this version does not know, of kind '{Output.Printable.Of(kind)}': use the server's version.");
        var manifest = Manifest(resource);
        return new ExportFile($"{kind}/{FileName(id)}{(json ? ".json" : ".yaml")}", json ? Indented(manifest) : YamlWriter.Write(manifest));
    }

    /// <summary><c>*</c> and <c>:</c> are no characters of file names everywhere.</summary>
    private static string FileName(string id) => id.Replace("*", "%2A", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal);

    private static string? TextOf(JsonElement resource, string name) => resource.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement Manifest(JsonElement resource)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var name in Declared)
            {
                if (!resource.TryGetProperty(name, out var value)) continue;
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static string Indented(JsonElement manifest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" })) manifest.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
