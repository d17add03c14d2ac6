using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Context.Handles;

/// <summary>What a handle stands for, as it is stored.</summary>
internal sealed record StoredHandle
{
    public required string MediaType { get; init; }

    public required string Integrity { get; init; }

    public required string Confidentiality { get; init; }

    public string? Team { get; init; }

    public string? Session { get; init; }

    public string? Subject { get; init; }

    /// <summary>Others whose content it may be, see <see cref="HandleScope.Others"/>.</summary>
    public IReadOnlyList<string>? Others { get; init; }

    /// <summary>Of the writer, see <see cref="HandleScope.Since"/>.</summary>
    public long Since { get; init; }

    public required int Size { get; init; }

    /// <summary>Documents that hold the content; 0: it is in <see cref="Data"/>.</summary>
    public required int Parts { get; init; }

    public byte[]? Data { get; init; }

    /// <summary>Everybody whose content it may be.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> People => Subject is { } subject ? [subject, .. (Others ?? []).Where(other => other != subject)] : Others ?? [];

    /// <summary>Whether it is brought back for somebody: what is that person's, or nobody's. Null: for nobody, everything is.</summary>
    public bool IsFor(string? person) => person is null || (Subject is null ? Others is null || Others.All(other => other == person) : Subject == person);
}
