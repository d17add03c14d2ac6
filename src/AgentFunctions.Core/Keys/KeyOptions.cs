namespace AgentFunctions.Core.Keys;

/// <summary>Which keys count. Section <c>AgentFunctions:Keys</c>.</summary>
public sealed class KeyOptions
{
    public const string SectionName = "AgentFunctions:Keys";

    /// <summary>Keys of operators, approvers and auditors, and the bootstrap key. Default true; false in Azure, where people come with Entra ID tokens. Keys of agents and apps always count.</summary>
    public bool People { get; set; } = true;
}
