using System.Net;

namespace AgentFunctions.Core.Identity;

/// <summary>What a request brings to prove who it is.</summary>
/// <param name="Key">The credential as sent, without the scheme.</param>
/// <param name="Tenant">From <c>x-tenant-id</c>; only the bootstrap key may pick a tenant, for all others it must be null or their own.</param>
/// <param name="Agent">From <c>x-agent-id</c>; lets a principal with <c>agents:act</c> act as a named agent on <c>/v1</c>, refused for agents' own keys unless it is their own id.</param>
/// <param name="Source">Where the request came from, as far as the host can tell; null when it cannot, which a key with <c>sources</c> takes for a no.</param>
/// <param name="IsRecheck">The call runs already: what is suspended may end it, what is killed may not.</param>
public readonly record struct PresentedCredential(string Key, string? Tenant = null, string? Agent = null, IPAddress? Source = null, bool IsRecheck = false);
