namespace AgentFunctions.Cloud.Cosmos;

/// <summary>Settings <c>AgentFunctions:Cosmos</c>.</summary>
public sealed class CosmosOptions
{
    public const string SectionName = "AgentFunctions:Cosmos";

    /// <summary>The account, <c>https://name.documents.azure.com</c>. It is called with the identity of the app.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The database that holds the containers of docs/architecture.md. Default <c>agentfunctions</c>.</summary>
    public string Database { get; set; } = "agentfunctions";

    /// <summary>Key of an emulator on this machine; refused for any other account, which is called with an identity.</summary>
    public string? EmulatorKey { get; set; }

    /// <summary>Longest time that one operation is tried again while the account is over its throughput. Default 5 seconds.</summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Numbers of a vector of memory, as the container <c>memory</c> was made for; 1 to 4,096. Default 1,536.</summary>
    public int VectorDimensions { get; set; } = 1_536;
}
