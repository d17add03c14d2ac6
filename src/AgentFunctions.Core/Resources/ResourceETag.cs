using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Resources;

/// <summary>ETags of resources: the sequence of the write, never given twice in a tenant, and a few bits of the content in case the tenant itself was made anew.</summary>
internal static class ResourceETag
{
    public static string Of(long sequence, JsonElement spec) => string.Create(
        CultureInfo.InvariantCulture, $"{sequence:x}-{Crc32.HashToUInt32(Encoding.UTF8.GetBytes(spec.GetRawText())):x8}");
}
