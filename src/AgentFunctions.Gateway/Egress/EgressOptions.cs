namespace AgentFunctions.Gateway.Egress;

/// <summary>What outbound traffic may reach beyond the public internet.</summary>
public sealed class EgressOptions
{
    public const string Variable = "AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE";

    /// <summary>Exact <c>ip:port</c> pairs, separated by commas. Default: the variable of the environment, else none.</summary>
    public string? AllowPrivate { get; set; }

    /// <summary>Whether this is an instance in Azure, where no exception is accepted. Default: whether <c>WEBSITE_INSTANCE_ID</c> is set.</summary>
    public bool InAzure { get; set; }
}
