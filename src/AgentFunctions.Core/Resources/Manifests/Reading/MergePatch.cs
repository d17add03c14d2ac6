using System.Text.Json;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>RFC 7396: objects are merged, null removes, everything else replaces. Each part keeps the place it came from.</summary>
internal static class MergePatch
{
    public static SourceNode Apply(SourceNode? target, SourceNode patch)
    {
        if (patch.Kind != JsonValueKind.Object) return patch;
        var fields = target?.Kind == JsonValueKind.Object ? target.Fields.ToList() : [];
        foreach (var change in patch.Fields)
        {
            var index = fields.FindIndex(f => f.Name == change.Name);
            if (change.Value.Kind == JsonValueKind.Null)
            {
                if (index >= 0) fields.RemoveAt(index);
                continue;
            }

            var merged = new SourceField(change.Name, change.At, Apply(index < 0 ? null : fields[index].Value, change.Value));
            if (index < 0) fields.Add(merged);
            else fields[index] = change.Value.Kind == JsonValueKind.Object ? merged with { At = fields[index].At } : merged;
        }

        return SourceNode.Object(target?.At ?? patch.At, fields);
    }
}
