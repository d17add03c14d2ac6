using AgentFunctions.Core.Keys;
using AgentFunctions.Embedded.Files;
using AgentFunctions.LocalHost.Data;

namespace AgentFunctions.LocalHost.Startup;

/// <summary>The bootstrap key of this start and where it came from.</summary>
/// <param name="Value">The key.</param>
/// <param name="Place">Where its owner finds it; never the key.</param>
internal sealed record AdminKey(string Value, string Place)
{
    public const string Variable = "AGENTFUNCTIONS_ADMIN_KEY";

    /// <summary>From the environment, else from the data folder, where the first start makes one.</summary>
    public static AdminKey Load(DataFolder folder)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return new AdminKey(given, $"from {Variable}");
        var file = folder.File("admin.key");
        return new AdminKey(OwnerOnlyFile.ReadOrWrite(file, BootstrapKeyOptions.Generate), file);
    }

    // A record prints its members: this one must not.
    public override string ToString() => $"[admin key {Place}]";
}
