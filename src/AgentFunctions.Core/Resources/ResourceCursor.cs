using System.Buffers.Text;
using System.Text;

namespace AgentFunctions.Core.Resources;

/// <summary>Where a list goes on: after an id. Survives writes, restarts and another page size.</summary>
internal static class ResourceCursor
{
    public static string Write(string kind, string lastId) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"1/{kind}/{lastId}"));

    public static bool TryRead(string cursor, string kind, out string after)
    {
        after = "";
        if (cursor.Length > 512 || !Base64Url.IsValid(cursor)) return false;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        var prefix = $"1/{kind}/";
        if (!text.StartsWith(prefix, StringComparison.Ordinal)) return false;
        after = text[prefix.Length..];
        return ResourceIds.IsValid(after) || ResourceIds.IsWildcard(after) || Secrets.SecretNames.IsValid(after);
    }
}
