namespace AgentFunctions.LocalHost.Startup;

/// <summary>Refuses engines that this host does not have: silently using another store than the one asked for would lose data from sight.</summary>
internal static class EngineSettings
{
    private static readonly (string Setting, string Only)[] Engines = [("Store", "sqlite"), ("Events", "log"), ("Payloads", "sqlite")];

    /// <exception cref="StartupException">A setting names another engine.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var (setting, only) in Engines)
        {
            if (configuration[$"AgentFunctions:{setting}"] is { Length: > 0 } value && value != only)
                throw new StartupException($"AgentFunctions__{setting} is '{value}', but the local host only has '{only}'. Remove the setting, or set it to '{only}'.");
        }
    }
}
