using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AgentFunctions.Gateway.Egress;

/// <summary>
/// Which addresses outbound traffic may reach: public unicast ones, and the exact <c>ip:port</c> pairs that the host was started with. Everything that is not known to be public is refused.
/// </summary>
/// <remarks>Ranges: IANA's special-purpose address registries (RFC 6890), and Azure's platform address. docs/decisions/0012-egress-addresses.md says why no package does this.</remarks>
public sealed class EgressAddressPolicy
{
    private static readonly IPNetwork[] Refused =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    // All of IPv6 that is given out; loopback, mapped, translated, local and multicast addresses lie outside.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private readonly HashSet<IPEndPoint> _exceptions;

    public EgressAddressPolicy(IEnumerable<IPEndPoint> exceptions) => _exceptions = [.. exceptions.Select(e => new IPEndPoint(Plain(e.Address), e.Port))];

    /// <summary>The exceptions, in no order.</summary>
    public IReadOnlyCollection<IPEndPoint> Exceptions => _exceptions;

    /// <summary>Whether a connection may be made.</summary>
    public bool Allows(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        return IsPublic(address) || _exceptions.Contains(new IPEndPoint(Plain(address), port));
    }

    /// <summary>Whether an address is one of the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (address.IsIPv4MappedToIPv6) return IsPublic(address.MapToIPv4());
            if (address.ScopeId != 0 || !GlobalUnicast.Contains(address)) return false;
        }
        else if (address.AddressFamily != AddressFamily.InterNetwork)
        {
            return false;
        }

        return !Array.Exists(Refused, network => network.Contains(address));
    }

    /// <summary>Reads a list such as <c>127.0.0.1:8080, [::1]:8080</c>. Names, ranges and addresses without a port are no entries.</summary>
    /// <param name="list">Null or empty is no entry.</param>
    /// <param name="exceptions">The entries.</param>
    /// <param name="wrong">The first entry that is none.</param>
    public static bool TryParse(string? list, out IReadOnlyList<IPEndPoint> exceptions, out string? wrong)
    {
        var found = new List<IPEndPoint>();
        exceptions = found;
        wrong = null;
        foreach (var entry in (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = entry.LastIndexOf(':');
            var port = colon > 0 && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535 ? number : 0;

            // The address as it is written by everybody: 127.1 or 0x7f000001 would parse too.
            if (port == 0 || !IPEndPoint.TryParse(entry, out var endpoint) || endpoint.Port != port || endpoint.ToString() != entry)
            {
                wrong = entry;
                return false;
            }

            found.Add(endpoint);
        }

        return true;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
