using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Resources;

/// <summary>Ids of resources and the documents that hold them.</summary>
public static class ResourceIds
{
    public const int MaxLength = 128;

    /// <summary><c>^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$</c>.</summary>
    public static bool IsValid(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > MaxLength || !char.IsAsciiLetterOrDigit(id[0])) return false;
        foreach (var c in id[1..])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or ':' or '-')) return false;
        }

        return true;
    }

    /// <summary><c>*</c>, or a valid id followed by <c>*</c>.</summary>
    public static bool IsWildcard(ReadOnlySpan<char> id) =>
        id.Length <= MaxLength && id is [.., '*'] && (id.Length == 1 || IsValid(id[..^1]));

    /// <summary>Tenants: <c>^[a-z0-9][a-z0-9-]{0,62}$</c>; no dot and no underscore, because keys are <c>ak_{tenant}.{key}.{secret}</c>.</summary>
    public static bool IsValidTenant(ReadOnlySpan<char> tenantId)
    {
        if (tenantId.Length is 0 or > 63 || tenantId[0] == '-') return false;
        foreach (var c in tenantId)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') return false;
        }

        return true;
    }

    /// <summary>
    /// The document id of a resource. Three forms that cannot collide, since a kind has no dot: <c>kind:id</c>, <c>kind.w:prefix</c> for a wildcard, and <c>kind.h:sha256</c> when those would be too long.
    /// </summary>
    internal static string ToDocumentId(string kind, string id)
    {
        var plain = id.EndsWith('*') ? $"{kind}.w:{id.AsSpan(0, id.Length - 1)}" : $"{kind}:{id}";
        return plain.Length <= DocumentLimits.MaxIdLength
            ? plain
            : $"{kind}.h:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))}";
    }
}
