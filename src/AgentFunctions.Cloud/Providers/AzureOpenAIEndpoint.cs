using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Secrets;
using Azure.AI.OpenAI;

namespace AgentFunctions.Cloud.Providers;

/// <summary>One declared resource and its clients, made once a version of it.</summary>
internal sealed class AzureOpenAIEndpoint
{
    private const int KeptClients = 4;
    private readonly AzureOpenAIClients _clients;
    private readonly Lazy<AzureOpenAIClient> _identity;
    private readonly Lock _lock = new();
    private readonly List<(string Key, AzureOpenAIClient Client)> _byKey = [];

    public AzureOpenAIEndpoint(Resource<ProviderSpec> provider, AzureOpenAIClients clients)
    {
        _clients = clients;
        var spec = provider.Spec;
        ApiVersion = spec.ApiVersion;
        Problem = ProviderEndpoint.CheckAzureResource(spec.Endpoint) is { } wrong ? $"its endpoint {wrong}." : spec.Credential is null ? "it declares no credential." : null;
        Address = Problem is null ? new Uri(spec.Endpoint!.TrimEnd('/')) : new Uri("https://invalid");
        _identity = new(() => clients.WithIdentity(Address));
        OpenAIForm = provider with { Spec = spec with { Type = "openai", Endpoint = new Uri(Address, "/openai/v1").AbsoluteUri, ApiVersion = null } };
    }

    /// <summary>Why it cannot be used, in words that follow the provider's name; null when it can.</summary>
    public string? Problem { get; }

    /// <summary>The resource's root.</summary>
    public Uri Address { get; }

    /// <summary>The declared one; null: the client's own.</summary>
    public string? ApiVersion { get; }

    /// <summary>The same resource for calls that the client lacks.</summary>
    public Resource<ProviderSpec> OpenAIForm { get; }

    public AzureOpenAIClient IdentityClient => _identity.Value;

    /// <summary>A client for each of the last few keys: while a rotation overlaps two are in use.</summary>
    public AzureOpenAIClient KeyClient(Secret key)
    {
        lock (_lock)
        {
            var value = key.Reveal();
            foreach (var (known, client) in _byKey)
                if (known == value) return client;
            if (_byKey.Count == KeptClients) _byKey.RemoveAt(0);
            var made = _clients.WithKey(Address, value);
            _byKey.Add((value, made));
            return made;
        }
    }
}
