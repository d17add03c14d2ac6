namespace AgentFunctions.Embedded.Backups;

/// <summary>What <c>backup.json</c> says of a backup.</summary>
internal sealed record BackupDescription
{
    /// <summary>Of this description and the layout of the folder.</summary>
    public const int CurrentLayout = 1;

    public const string FileName = "backup.json";

    public const string WithKeys =
        "The key files are included: whoever has this backup can read every stored secret and administer the instance. Keep it as you keep secrets.";

    public const string WithoutKeys =
        "The key files are not included. Stored secrets in here are encrypted under secrets.key of the data folder: without that file they cannot be read after a restore and must be set again. Keep a copy of it elsewhere.";

    public required int Layout { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Version that wrote it.</summary>
    public required string Product { get; init; }

    /// <summary>Format of the documents in it.</summary>
    public required int DataFormat { get; init; }

    public required bool IncludesKeys { get; init; }

    /// <summary>Digest that tells which <c>secrets.key</c> its secrets need; null where there was none. The key is random, so nothing follows from it.</summary>
    public string? SecretsKeyDigest { get; init; }

    /// <summary>For whoever opens the file.</summary>
    public required string Note { get; init; }

    public required IReadOnlyList<BackupFile> Files { get; init; }
}
