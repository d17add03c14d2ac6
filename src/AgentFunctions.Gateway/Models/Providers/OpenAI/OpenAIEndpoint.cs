using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Providers.OpenAI;

/// <summary>The addresses of one declared provider, made once a version of it.</summary>
internal sealed class OpenAIEndpoint
{
    private readonly Uri? _base;
    private readonly string _query;
    private readonly Uri? _chat;
    private readonly Uri? _responses;
    private readonly Uri? _embeddings;

    public OpenAIEndpoint(ProviderSpec spec)
    {
        UsesApiKeyHeader = spec.ApiVersion is not null && spec.Credential is not { ManagedIdentity: true };
        _query = spec.ApiVersion is null ? "" : "?api-version=" + Uri.EscapeDataString(spec.ApiVersion);
        if (!Uri.TryCreate(spec.Endpoint?.TrimEnd('/'), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            Problem = "its endpoint is not an absolute http or https URL.";
            return;
        }

        if (address.Scheme == "http" && !address.IsLoopback && !spec.AllowInsecure)
        {
            Problem = "its endpoint is plain http to another machine; use https or set allowInsecure.";
            return;
        }

        _base = address;
        Host = address.Authority;
        (_chat, _responses, _embeddings) = (At("/chat/completions"), At("/responses"), At("/embeddings"));
    }

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? Problem { get; }

    /// <summary>Host, with the port when it is not the scheme's own: what a secret must be released for.</summary>
    public string Host { get; } = "";

    /// <summary>Azure's style: <c>api-key</c> instead of a bearer token; a token of the host is a bearer token everywhere.</summary>
    public bool UsesApiKeyHeader { get; }

    public Uri For(ModelCall call) => call.Operation switch
    {
        ModelOperation.Chat => _chat!,
        ModelOperation.Responses => _responses!,
        ModelOperation.Embeddings => _embeddings!,
        _ => Response(call),
    };

    private Uri Response(ModelCall call)
    {
        var address = At("/responses/" + Uri.EscapeDataString(call.ResponseId!)).AbsoluteUri;
        foreach (var include in call.Include) address += (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "include[]=" + Uri.EscapeDataString(include);
        return new Uri(address);
    }

    private Uri At(string path) => new(_base!.AbsoluteUri.TrimEnd('/') + path + _query);
}
