namespace AgentFunctions.Http.Hosting;

/// <summary>Limits of the HTTP application. Section <c>AgentFunctions:Http</c>.</summary>
public sealed class AgentFunctionsHttpOptions
{
    public const string SectionName = "AgentFunctions:Http";

    /// <summary>Largest request body in bytes, else 413 <c>request_too_large</c>. Default 32 MiB, at most 95 MiB (the Functions host reads bodies whole and fails above 100 MB).</summary>
    public long MaxRequestBodyBytes { get; set; } = 32L * 1024 * 1024;

    /// <summary>Largest total of request headers in bytes, else 431 <c>headers_too_large</c>. Default 32 KiB, at most 96 KiB.</summary>
    public int MaxRequestHeaderBytes { get; set; } = 32 * 1024;

    /// <summary>
    /// Proxies before this host that may be believed, each of which appends to <c>X-Forwarded-For</c>. Default 0: the connection's own address counts. On Azure Functions set 1: the platform's front end is the only one,
    /// unless you put another before it. It decides which address a key's <c>sources</c> are compared with. 0 to 10.
    /// </summary>
    public int TrustedProxyHops { get; set; }
}
