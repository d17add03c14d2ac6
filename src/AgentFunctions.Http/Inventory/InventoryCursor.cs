using System.Buffers.Text;
using System.Text;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Http.Inventory;

/// <summary>Where an inventory goes on: after an agent.</summary>
internal static class InventoryCursor
{
    private const string Prefix = "1/inventory/";

    public static string Write(string agent) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Prefix + agent));

    /// <summary>null for what is no cursor of this list.</summary>
    public static string? Read(string cursor)
    {
        if (cursor.Length > 512 || !Base64Url.IsValid(cursor)) return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return text.StartsWith(Prefix, StringComparison.Ordinal) && ResourceIds.IsValid(text.AsSpan(Prefix.Length)) ? text[Prefix.Length..] : null;
    }
}
