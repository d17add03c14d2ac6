namespace AgentFunctions.Cloud.Payloads;

/// <summary>Where payloads lie in Blob Storage. Section <c>AgentFunctions:Blobs</c>.</summary>
public sealed class BlobPayloadOptions
{
    public const string SectionName = "AgentFunctions:Blobs";

    /// <summary>The account, <c>https://ACCOUNT.blob.core.windows.net</c>; reached with the host's identity.</summary>
    public string? Endpoint { get; set; }

    /// <summary>For an emulator on this machine instead of <see cref="Endpoint"/>: <c>UseDevelopmentStorage=true</c>, or a connection string with a loopback address.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The container; made where it is missing. Default <c>payloads</c>.</summary>
    public string Container { get; set; } = "payloads";
}
