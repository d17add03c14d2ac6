using System.Text.Json;
using AgentFunctions.Core.Resources.Sets;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>Reads <c>agentfunctions.yaml</c> (or .yml, .json) at the root of the folder: <c>managedBy</c>, and nothing else.</summary>
internal static class SettingsReader
{
    public static async Task<string?> ReadAsync(FolderFiles folder, DraftReader reader, List<ManifestProblem> problems, CancellationToken cancellationToken)
    {
        if (folder.Settings.Count == 0) return null;
        var file = folder.Settings[0];
        if (folder.Settings.Count > 1) problems.Add(new ManifestProblem(folder.Settings[1], "$", $"holds the folder's settings, as {file} does: keep one"));
        var documents = await reader.ReadDocumentsAsync(file, cancellationToken);
        if (documents.Count == 0) return null;
        var settings = documents[0];
        if (documents.Count > 1 || settings.Kind != JsonValueKind.Object)
        {
            problems.Add(ManifestProblem.At(documents[^1].At, "$", "must be one object with managedBy: the settings of the folder"));
            return null;
        }

        foreach (var field in settings.Fields)
        {
            if (field.Name == "managedBy") continue;
            problems.Add(ManifestProblem.At(field.At, Schemas.JsonPath.Property("", field.Name), "unknown field; the settings of the folder are: managedBy. A resource belongs into a file of another name"));
        }

        if (settings.Find("managedBy") is not { } owner || owner.Kind == JsonValueKind.Null) return null;
        if (owner.Kind == JsonValueKind.String && OwnerNames.IsValid(owner.Text)) return owner.Text;
        problems.Add(ManifestProblem.At(SourcePaths.Find(settings, "managedBy"), "managedBy", OwnerNames.Rule));
        return null;
    }
}
