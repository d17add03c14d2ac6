using System.Globalization;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Cloud.Secrets;

/// <summary>
/// Names and tags in the vault. A secret of the default tenant has its own name, one of another tenant <c>{tenant}--{name}</c> and the tag <c>tenant</c>, which decides: a name alone could be read either way.
/// </summary>
internal static class VaultNames
{
    public const string TenantTag = "tenant";
    public const string TeamTag = "team";
    public const string HostsTag = "hosts";
    public const string OverlapTag = "overlap";
    private const int MaxLength = 127;
    private const string Separator = "--";
    private static readonly TimeSpan DefaultOverlap = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(30);

    /// <summary>null: no name of the vault.</summary>
    public static string? ToVault(string tenantId, string name)
    {
        var full = tenantId == Tenants.Default ? name : tenantId + Separator + name;
        return SecretNames.IsValid(name) && full.Length <= MaxLength && full.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') ? full : null;
    }

    /// <summary>The name within the tenant; null where the vault's secret is not the tenant's.</summary>
    public static string? FromVault(string tenantId, string vaultName, IDictionary<string, string> tags)
    {
        if (Owner(tags) != tenantId) return null;
        var name = vaultName.ToLowerInvariant();
        if (tenantId != Tenants.Default)
        {
            if (!name.StartsWith(tenantId + Separator, StringComparison.Ordinal)) return null;
            name = name[(tenantId.Length + Separator.Length)..];
        }

        return SecretNames.IsValid(name) ? name : null;
    }

    public static string Owner(IDictionary<string, string> tags) => tags.TryGetValue(TenantTag, out var tenant) ? tenant : Tenants.Default;

    public static string? Team(IDictionary<string, string> tags) => tags.TryGetValue(TeamTag, out var team) && team.Length > 0 ? team : null;

    /// <summary>Without the tag it goes nowhere.</summary>
    public static IReadOnlyList<string> Hosts(IDictionary<string, string> tags) =>
        tags.TryGetValue(HostsTag, out var hosts) ? [.. hosts.Split((char[])[',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static host => host.ToLowerInvariant())] : [];

    /// <summary>How long the version before is good; one hour unless the tag says otherwise, and not at all where it says nonsense.</summary>
    public static TimeSpan Overlap(IDictionary<string, string> tags)
    {
        if (!tags.TryGetValue(OverlapTag, out var text)) return DefaultOverlap;
        return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var overlap) && overlap > TimeSpan.Zero && overlap <= MaxOverlap ? overlap : TimeSpan.Zero;
    }
}
