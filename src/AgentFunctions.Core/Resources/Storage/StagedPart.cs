using System.Globalization;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>A document of staged writes, small enough for the store.</summary>
internal sealed record StagedPart(IReadOnlyList<StagedWrite> Writes)
{
    public const string Prefix = "s:";

    public static string DocumentId(string applyId, long number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{applyId}:{number:x4}");
}
