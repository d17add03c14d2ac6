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

    /// <summary>What a field that <see cref="Find"/> names has to be, in words that follow its name.</summary>
    public static string Rule(string field) => field switch
    {
        "text" => $"is 1 to {MaxText} characters of which one is seen, without NUL",
        "subject" or "speaker" => "is the name of a person or thing: 1 to 256 characters of which one is seen, without control characters",
        "sessionId" => $"is 1 to {ResourceIds.MaxLength} of A-Z a-z 0-9 . _ : - and begins with a letter or digit",
        "attribute" => $"is 1 to {MaxName} characters, beside subject, of which it says something",
        "value" => $"is 1 to {MaxValue} characters, beside attribute, whose value it is",
        "tags" => $"are at most {MaxTags}, each 1 to {MaxName} characters",
        "entities" => $"are at most {MaxEntities}, each 1 to {MaxName} characters",
        "links" => $"are at most {MaxLinks}, each with the id of a record",
        _ => "is later than validFrom",
    };

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
