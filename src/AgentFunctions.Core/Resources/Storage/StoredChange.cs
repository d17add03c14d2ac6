namespace AgentFunctions.Core.Resources.Storage;

/// <summary>One change of a tenant's declared state: what one batch wrote, who and when. The feed of <c>GET /api/changes</c>, and what other processes learn changes by.</summary>
internal sealed record StoredChange
{
    public const string Prefix = "c:";

    public int Format { get; init; } = StoredResource.CurrentFormat;

    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public string? KeyId { get; init; }

    public string? RequestId { get; init; }

    public required IReadOnlyList<StoredChangeEntry> Entries { get; init; }

    public static string DocumentId(long sequence) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}{sequence:x16}");
}
