using AgentFunctions.Http.Authentication.Entra;

namespace AgentFunctions.LocalHost.Startup;

/// <summary>
/// A container is made to be reached by others, and what it makes for itself (a bootstrap key in its data folder) nobody may ever see. So it listens beyond its own loopback only where somebody was named who may operate it.
/// </summary>
internal static class ContainerAccess
{
    /// <summary>.NET's base images set it.</summary>
    private const string InContainer = "DOTNET_RUNNING_IN_CONTAINER";

    /// <exception cref="StartupException">Nobody could operate what others can reach.</exception>
    public static void Check(string urls, IConfiguration configuration)
    {
        if (!string.Equals(configuration[InContainer], "true", StringComparison.OrdinalIgnoreCase) || ListenUrls.AreLoopback(urls)) return;
        if (IsSet(AdminKey.Variable) || (IsSet($"{EntraOptions.SectionName}:{nameof(EntraOptions.TenantId)}") && IsSet($"{EntraOptions.SectionName}:{nameof(EntraOptions.ClientId)}"))) return;
        throw new StartupException(
            $"In a container this host listens on {urls}, which others reach, only where somebody may operate it: set {AdminKey.Variable} (20 to 512 characters), or AgentFunctions__Entra__TenantId and AgentFunctions__Entra__ClientId.");

        bool IsSet(string setting) => configuration[setting] is { Length: > 0 };
    }
}
