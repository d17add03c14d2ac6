using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What a record may be.</summary>
public static class MemoryBounds
{
    /// <summary>Most UTF-16 units of a text.</summary>
    public const int MaxText = 8192;

    /// <summary>Most UTF-16 units of an attribute, a speaker and a tag.</summary>
    public const int MaxName = 256;
    public const int MaxValue = 1024;
    public const int MaxTags = 32;
    public const int MaxEntities = 64;
    public const int MaxLinks = 16;

    /// <summary>The field that is out of bounds; null for none.</summary>
    public static string? Find(MemoryDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (!IsText(draft.Text, MaxText)) return "text";
        if (draft.Subject is not null && !SubjectNames.IsValid(draft.Subject)) return "subject";
        if (draft.Speaker is not null && !SubjectNames.IsValid(draft.Speaker)) return "speaker";
        if (draft.SessionId is not null && !ResourceIds.IsValid(draft.SessionId)) return "sessionId";
        if (draft.Attribute is not null && (draft.Subject is null || !IsText(draft.Attribute, MaxName))) return "attribute";
        if (draft.Value is not null && (draft.Attribute is null || !IsText(draft.Value, MaxValue))) return "value";
        if (draft.Tags.Count > MaxTags || draft.Tags.Any(static t => !IsText(t, MaxName))) return "tags";
        if (draft.Entities.Count > MaxEntities || draft.Entities.Any(static e => !IsText(e, MaxName))) return "entities";
        if (draft.Links.Count > MaxLinks || draft.Links.Any(static l => !Storage.MemoryDocuments.IsRecordId(l.TargetId))) return "links";
        return draft.ValidTo <= draft.ValidFrom ? "validTo" : null;
    }

    /// <summary>Something that is seen, whole, and free of zero characters, which stores do not agree on.</summary>
    private static bool IsText(string? text, int most)
    {
        if (text is null || text.Length > most || string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal)) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
