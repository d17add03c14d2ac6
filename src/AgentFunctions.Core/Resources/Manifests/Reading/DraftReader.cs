using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>Reads files into drafts: parsed, variables filled, kind and id known, none twice.</summary>
internal sealed class DraftReader(FolderFiles folder, ManifestVariables variables, List<ManifestProblem> problems)
{
    public async Task<Dictionary<string, ManifestDraft>> ReadAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var drafts = new Dictionary<string, ManifestDraft>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var draft in await ReadFileAsync(file, cancellationToken))
            {
                if (drafts.TryGetValue(draft.Name, out var twin)) problems.Add(ManifestProblem.At(SourcePaths.Find(draft.Source, "id"), "id", $"{draft.Name} is declared in {twin.Place} too: keep one"));
                else drafts.Add(draft.Name, draft);
            }
        }

        return drafts;
    }

    /// <summary>Documents of a file, as written.</summary>
    public async Task<IReadOnlyList<SourceNode>> ReadDocumentsAsync(string file, CancellationToken cancellationToken) => Parse(file, await ReadBytesAsync(file, cancellationToken));

    private async Task<IReadOnlyList<ManifestDraft>> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        var body = await ReadBytesAsync(file, cancellationToken);
        var documents = Parse(file, body);
        var fileHash = documents.Count == 1 && SourceFile.IsJson(file) ? Convert.ToHexStringLower(SHA256.HashData(variables.FillJson(WithoutByteOrderMark(body)))) : null;
        return [.. documents.Select(d => ToDraft(d, fileHash)).OfType<ManifestDraft>()];
    }

    private IReadOnlyList<SourceNode> Parse(string file, byte[] body)
    {
        try
        {
            return SourceFile.Read(file, body, SourceFile.IsJson(file));
        }
        catch (SourceException exception)
        {
            problems.Add(ManifestProblem.At(exception.At, exception.Path, exception.Message));
            return [];
        }
    }

    private ManifestDraft? ToDraft(SourceNode document, string? fileHash)
    {
        var before = problems.Count;
        document = variables.Fill(document, problems);
        if (problems.Count > before) return null;
        var kind = ResourceKinds.Find(document.FindText("kind"));
        var id = document.FindText("id");
        if (document.Kind != JsonValueKind.Object) Add("$", "must be an object: a resource with apiVersion, kind, id and spec");
        else if (kind is null) Add("kind", UnknownKind(document.FindText("kind")));
        else if (document.Find("id") is null) Add("id", "is required");
        else if (id is null) Add("id", "must be a string: write it in quotes");
        else if (kind.CheckId(id) is { } wrong) Add("id", wrong);
        return problems.Count > before ? null : new ManifestDraft(kind!, id!, document) { FileHash = fileHash };

        void Add(string path, string message) => problems.Add(ManifestProblem.At(SourcePaths.Find(document, path), path, message));
    }

    private static string UnknownKind(string? written)
    {
        var known = ResourceKinds.All.Select(k => k.Name).ToList();
        var meant = written is null ? null : Spelling.Nearest(written, known);
        return $"must be one of {string.Join(", ", known)}" + (meant is null ? "" : $"; did you mean {meant}?");
    }

    /// <summary>One byte over the limit is enough to know that a file is too large.</summary>
    private async Task<byte[]> ReadBytesAsync(string file, CancellationToken cancellationToken)
    {
        var info = new FileInfo(folder.Absolute(file));
        if (info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) info = target;
        return info.Length > SourceLimits.MaxFileBytes ? new byte[SourceLimits.MaxFileBytes + 1] : await File.ReadAllBytesAsync(info.FullName, cancellationToken);
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(byte[] body) => body is [0xEF, 0xBB, 0xBF, ..] ? body.AsSpan(3) : body;
}
