using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>Checks a draft as the server would check the resource, apart from what it names.</summary>
internal static class DraftCheck
{
    /// <summary>The manifest, or null with problems.</summary>
    public static Manifest? Check(ManifestDraft draft, List<ManifestProblem> problems)
    {
        var findings = new Findings();
        IReadOnlyList<ResourceReference> references = [];
        var body = Body(draft, findings);
        var document = findings.Any ? null : JsonInspector.Parse(body, findings);
        if (document is { } root)
        {
            SchemaValidator.Validate(root, draft.Kind.Schema.Root, "", findings);
            if (!root.TryGetProperty("apiVersion", out _)) findings.Add("apiVersion", "is required: agentfunctions/v1");
            if (!findings.Any) references = draft.Kind.Check(draft.Id, root.GetProperty("spec"), null, findings);
        }

        problems.AddRange(findings.Items.Select(f => ManifestProblem.At(SourcePaths.Find(draft.Source, f.Path), f.Path, f.Message + Cure(draft.Source, f.Path, f.Message))));
        return findings.Any ? null : new Manifest(draft.Kind, draft.Id, document!.Value, draft.Source, Convert.ToHexStringLower(SHA256.HashData(body))) { FileHash = draft.FileHash, References = references };
    }

    private static byte[] Body(ManifestDraft draft, Findings findings)
    {
        // Counted before it is written: aliases may make a small file a large resource.
        if (draft.Source.Height < SourceLimits.MaxDepth && draft.Source.Weight <= ResourceStore.MaxBodyBytes)
        {
            var body = SourceWriter.ToJson(draft.Source);
            if (body.Length <= ResourceStore.MaxBodyBytes) return body;
        }

        findings.Add("$", draft.Source.Height < SourceLimits.MaxDepth
            ? $"is larger than {ResourceStore.MaxBodyBytes.ToString(CultureInfo.InvariantCulture)} bytes"
            : $"is nested too deeply: a resource has at most {SourceLimits.MaxDepth.ToString(CultureInfo.InvariantCulture)} levels");
        return [];
    }

    /// <summary>What a YAML author meant who meets JSON's types.</summary>
    private static string Cure(SourceNode root, string path, string message)
    {
        if (SourcePaths.FindValue(root, path) is not { } value) return "";
        if (message.StartsWith("must be a string", StringComparison.Ordinal) && value.Kind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) return ": write it in quotes";
        var isWord = value is { IsPlain: true, Text: "yes" or "no" or "on" or "off" or "Yes" or "No" or "On" or "Off" or "YES" or "NO" or "ON" or "OFF" };
        return isWord && message.StartsWith("must be a boolean", StringComparison.Ordinal) ? ": write true or false, since YAML 1.2 reads yes, no, on and off as text" : "";
    }
}
