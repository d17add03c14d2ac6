namespace AgentFunctions.Core.Labels;

/// <summary>Who may see content; each includes those below it. On the wire: the name in camelCase.</summary>
public enum Confidentiality
{
    Public,
    Internal,
    Restricted,
}
