namespace AgentFunctions.Core.Labels;

/// <summary>Whether content may be believed. On the wire: the name in camelCase.</summary>
public enum Integrity
{
    /// <summary>From outside: it may try to talk an agent into something.</summary>
    Untrusted,
    Trusted,
}
