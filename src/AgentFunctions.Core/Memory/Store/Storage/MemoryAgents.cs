namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>
/// Whose memory it is: an agent of a team. Everywhere in memory, searches included, <c>agent</c> is such a key, so that an agent made anew under an old name in another team finds nothing of what that one knew: its memory
/// lies in another partition, with an index of its own.
/// </summary>
public static class MemoryAgents
{
    private const char Between = '/';

    /// <summary>The key of an agent: its id, with its team where it has one. No id has a slash, so two never meet.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="team">Its team now; null: none.</param>
    public static string KeyOf(string agentId, string? team) => team is null ? agentId : $"{agentId}{Between}{team}";

    /// <summary>The agent's id within a key.</summary>
    public static string IdOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.IndexOf(Between, StringComparison.Ordinal) is var end and >= 0 ? key[..end] : key;
    }

    /// <summary>The team within a key; null for none.</summary>
    public static string? TeamOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.IndexOf(Between, StringComparison.Ordinal) is var end and >= 0 ? key[(end + 1)..] : null;
    }

    /// <summary>What the agent's own keys are called as a source, see <see cref="Records.MemorySource.Principal"/>.</summary>
    public static string PrincipalOf(string key) => "agents/" + IdOf(key);
}
