using System.Buffers.Text;
using System.Text;
using AgentFunctions.Core.Approvals.Storage;

namespace AgentFunctions.Core.Approvals.Reading;

/// <summary>Where a list of approvals goes on: after a place of the index.</summary>
internal static class ApprovalCursor
{
    private const string Prefix = "1/approvals/";
    private const int MaxLength = 160;

    public static string Write(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Prefix + place));

    /// <summary>null for what is no cursor of this list.</summary>
    public static string? Read(string cursor)
    {
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor)) return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return text.StartsWith(Prefix, StringComparison.Ordinal) && ApprovalDocuments.IsPlace(text[Prefix.Length..]) ? text[Prefix.Length..] : null;
    }
}
