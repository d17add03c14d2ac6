using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Manifests.Reading;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>Resources sent as YAML, with the rules of manifest files but without variables: the environment of a server is no caller's.</summary>
public static class YamlBody
{
    /// <summary>The resources of all documents, a list among them written out; null with findings. Findings about form name the line, since the caller has no other text.</summary>
    public static IReadOnlyList<JsonElement>? Read(ReadOnlySpan<byte> body, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        IReadOnlyList<SourceNode> documents;
        try
        {
            documents = SourceFile.Read("body", body, json: false);
        }
        catch (SourceException exception)
        {
            findings.Add(exception.Path, $"line {exception.At.Line.ToString(CultureInfo.InvariantCulture)}: {exception.Message}");
            return null;
        }

        var items = new List<JsonElement>(documents.Count);
        for (var i = 0; i < documents.Count; i++)
        {
            // Before it is written out: aliases may make a small body many large resources.
            if (documents[i].Weight > ResourceStore.MaxBodyBytes) findings.Add(Schemas.JsonPath.Item("items", i), $"is larger than {ResourceStore.MaxBodyBytes.ToString(CultureInfo.InvariantCulture)} bytes");
            else if (documents[i].Height >= SourceLimits.MaxDepth) findings.Add(Schemas.JsonPath.Item("items", i), $"is nested too deeply: a resource has at most {SourceLimits.MaxDepth.ToString(CultureInfo.InvariantCulture)} levels");
            else items.Add(Parse(documents[i]));
        }

        return findings.Any ? null : items;
    }

    private static JsonElement Parse(SourceNode document)
    {
        var reader = new Utf8JsonReader(SourceWriter.ToJson(document));
        return JsonElement.ParseValue(ref reader);
    }
}
