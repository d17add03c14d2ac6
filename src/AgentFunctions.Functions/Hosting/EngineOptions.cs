using AgentFunctions.Functions.EventHubs;

namespace AgentFunctions.Functions.Hosting;

/// <summary>Which engines hold state. Section <c>AgentFunctions</c>, as settings <c>AgentFunctions__Store</c> and so on.</summary>
internal sealed class EngineOptions
{
    public const string SectionName = "AgentFunctions";

    /// <summary>Files on the machine's own disk.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>Cosmos DB, by <see cref="Cloud.Cosmos.CosmosOptions"/>.</summary>
    public const string Cosmos = "cosmos";

    /// <summary>The event stream in the document store.</summary>
    public const string Log = "log";

    /// <summary>Event Hubs, by <see cref="EventHubsOptions"/>.</summary>
    public const string EventHubs = "eventhubs";

    /// <summary>Blob Storage, by <see cref="Cloud.Payloads.BlobPayloadOptions"/>.</summary>
    public const string Blob = "blob";

    /// <summary>A key file on the machine's own disk and encrypted documents.</summary>
    public const string File = "file";

    /// <summary>Azure Key Vault, by <see cref="Cloud.Secrets.KeyVaultOptions"/>.</summary>
    public const string KeyVault = "keyvault";

    /// <summary>Where documents are kept: <c>sqlite</c> (default) or <c>cosmos</c>.</summary>
    public string Store { get; set; } = Sqlite;

    /// <summary>Where usage events go, and events of topics for others: <c>log</c> (default), which holds usage only, or <c>eventhubs</c>, in builds that hold its triggers.</summary>
    public string Events { get; set; } = Log;

    /// <summary>Where large payloads are kept: <c>sqlite</c> (default) or <c>blob</c>.</summary>
    public string Payloads { get; set; } = Sqlite;

    /// <summary>Where secrets are kept: <c>file</c> (default) or <c>keyvault</c>.</summary>
    public string Secrets { get; set; } = File;

    public bool UsesCosmos => string.Equals(Store, Cosmos, StringComparison.OrdinalIgnoreCase);

    public bool UsesEventHubs => string.Equals(Events, EventHubs, StringComparison.OrdinalIgnoreCase);

    public bool UsesBlobs => string.Equals(Payloads, Blob, StringComparison.OrdinalIgnoreCase);

    public bool UsesKeyVault => string.Equals(Secrets, KeyVault, StringComparison.OrdinalIgnoreCase);

    /// <summary>Folder of the embedded engines; relative paths count from the folder of the application. Default: <c>AgentFunctions</c> in the user's local application data.</summary>
    public string Data { get; set; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "AgentFunctions");

    /// <summary>Folder of manifests to apply at every start; relative paths count from the folder of the application. Default null: none.</summary>
    public string? Manifests { get; set; }

    /// <summary>Absolute path of <see cref="Data"/>.</summary>
    public string DataPath => Path.GetFullPath(Data, AppContext.BaseDirectory);

    /// <summary>Absolute path of <see cref="Manifests"/>, or null.</summary>
    public string? ManifestsPath => string.IsNullOrWhiteSpace(Manifests) ? null : Path.GetFullPath(Manifests, AppContext.BaseDirectory);
}
