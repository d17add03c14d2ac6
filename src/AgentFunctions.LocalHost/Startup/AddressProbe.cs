using System.Net;
using System.Net.Sockets;

namespace AgentFunctions.LocalHost.Startup;

/// <summary>Refuses an address that is busy, not this machine's or not open to this user before anything is opened, in one line; the server's own complaint is a page of stack trace.</summary>
internal static class AddressProbe
{
    /// <exception cref="StartupException">Nothing can listen there.</exception>
    public static void Check(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = Microsoft.AspNetCore.Http.BindingAddress.Parse(url);
            if (address.Port == 0) continue;
            switch (Try(address))
            {
                case SocketError.AddressAlreadyInUse: throw InUse(url);
                case SocketError.AddressNotAvailable: throw new StartupException($"The address {url} is not one of this machine. Name another with --urls http://127.0.0.1:PORT.");
                case SocketError.AccessDenied: throw new StartupException($"This user may not listen on {url}. Name a port above 1023 with --urls http://127.0.0.1:PORT.");
            }
        }
    }

    public static StartupException InUse(string urls) =>
        new($"The address {urls} is in use. Stop what listens there, or name another with --urls http://127.0.0.1:PORT.");

    private static SocketError Try(Microsoft.AspNetCore.Http.BindingAddress address)
    {
        var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var parsed) ? parsed
            : string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.Any;
        using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen(1);
            return SocketError.Success;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }
}
