using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>Labels as one text. One that cannot be read is the most guarded.</summary>
internal sealed class ContentLabelConverter : JsonConverter<ContentLabel>
{
    public override ContentLabel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LabelNames.FindLabel(reader.GetString()) ?? new ContentLabel(Integrity.Untrusted, Confidentiality.Restricted);

    public override void Write(Utf8JsonWriter writer, ContentLabel value, JsonSerializerOptions options) => writer.WriteStringValue(LabelNames.Of(value));
}
