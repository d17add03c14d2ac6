using System.Collections.Frozen;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.LocalHost.Tests.Freshness;

/// <summary>A provider that knows which credentials count, and says in its answer which one it got.</summary>
internal sealed class CredentialUpstream : IAsyncDisposable
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private FrozenDictionary<string, string> _accepted = FrozenDictionary<string, string>.Empty;

    public CredentialUpstream() => _upstream.Default = Answer;

    public string Endpoint => _upstream.Endpoint;

    public string Host => _upstream.Address.Authority;

    /// <summary>From now on exactly these count; the answer shows the name.</summary>
    public void Accept(params (string Name, string Value)[] credentials) => Volatile.Write(ref _accepted, credentials.ToFrozenDictionary(c => "Bearer " + c.Value, c => c.Name));

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    private UpstreamReply Answer(UpstreamRequest request) => Volatile.Read(ref _accepted).TryGetValue(request.Header("Authorization") ?? "", out var name)
        ? UpstreamReply.Json(200, ChatEvents.Whole.Replace("Hello", name, StringComparison.Ordinal))
        : UpstreamReply.Json(401, """{"error":{"message":"Incorrect API key.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""");
}
