using System.Net;
using System.Net.Sockets;

namespace AgentFunctions.Gateway.Egress;

/// <summary>
/// Opens outbound connections: resolves the host once, checks every address it has, and connects to one of those that were checked. Nothing resolves the name again, so an answer that changes in between
/// (DNS rebinding) changes nothing. A name with one refused address is refused as a whole: it is either a mistake or an attack.
/// </summary>
public sealed class EgressConnector(EgressAddressPolicy policy, IHostResolver resolver)
{
    private const int MaxAddresses = 4;

    /// <summary>A connected stream.</summary>
    /// <param name="host">Name or literal address, an IPv6 one with or without brackets.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="loopbackOnly">For plain text: refuses every address but loopback (which has to be allowed as well).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EgressException">No connection, and why.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, bool loopbackOnly, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolver.ResolveAsync(host, cancellationToken);
        if (addresses.Count == 0) throw new EgressException(EgressRefusal.NameNotFound);
        if (addresses.Any(address => !policy.Allows(address, port) || (loopbackOnly && !IPAddress.IsLoopback(address)))) throw new EgressException(EgressRefusal.AddressRefused);
        SocketException? last = null;
        foreach (var address in addresses.Take(MaxAddresses))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                last = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new EgressException(EgressRefusal.ConnectFailed, last);
    }
}
