using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>Reads the files of a folder and checks all that can be checked without the store.</summary>
internal static class ManifestReader
{
    public static async Task<IReadOnlyList<Manifest>> ReadAsync(string folder, ManifestVariables variables, List<ManifestProblem> problems, CancellationToken cancellationToken)
    {
        var manifests = new List<Manifest>();
        if (!Directory.Exists(folder))
        {
            problems.Add(new ManifestProblem(folder, "$", "is not a folder: name one that holds *.json files"));
            return manifests;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var file = Path.GetFileName(path);
            var findings = new Findings();
            var body = new FileInfo(path).Length <= ResourceStore.MaxBodyBytes ? await File.ReadAllBytesAsync(path, cancellationToken) : new byte[ResourceStore.MaxBodyBytes + 1];
            if (Read(file, variables.Fill(WithoutByteOrderMark(body), findings), findings) is { } manifest && !findings.Any)
            {
                if (manifests.Find(m => m.Link == manifest.Link) is { } twin) findings.Add("id", $"is declared in {twin.File} too: keep one");
                else manifests.Add(manifest);
            }

            problems.AddRange(findings.Items.Select(f => new ManifestProblem(file, f.Path, f.Message)));
        }

        return [.. manifests.OrderBy(m => m.Kind.Rank)];
    }

    private static Manifest? Read(string file, ReadOnlyMemory<byte> body, Findings findings)
    {
        if (findings.Any) return null;
        if (body.Length > ResourceStore.MaxBodyBytes)
        {
            findings.Add("$", $"is larger than {ResourceStore.MaxBodyBytes} bytes");
            return null;
        }

        if (JsonInspector.Parse(body.Span, findings) is not { } root) return null;
        var kind = root.ValueKind == JsonValueKind.Object ? ResourceKinds.Find(Text(root, "kind")) : null;
        var id = kind is null ? null : Text(root, "id");
        if (root.ValueKind != JsonValueKind.Object) findings.Add("$", "must be an object: one resource a file");
        else if (kind is null) findings.Add("kind", $"must be one of {string.Join(", ", ResourceKinds.All.Select(k => k.Name))}");
        else if (Text(root, "apiVersion") is null) findings.Add("apiVersion", "is required: agentfunctions/v1");
        else if (id is null) findings.Add("id", "is required");
        else if (kind.CheckId(id) is { } wrong) findings.Add("id", wrong);
        return findings.Any || ResourceStore.ReadBody(kind!, id!, body, findings) is not { } spec
            ? null
            : new Manifest(file, kind!, id!, spec, Convert.ToHexStringLower(SHA256.HashData(body.Span)));
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] body) => body is [0xEF, 0xBB, 0xBF, ..] ? body.AsMemory(3) : body;
}
