using System.Net;

namespace AgentFunctions.Gateway.Egress;

/// <summary>Names to addresses.</summary>
public interface IHostResolver
{
    /// <summary>Every address of a host; empty when the name does not exist.</summary>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
