using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Secrets;

/// <summary>Key Vault over HTTP as far as secrets are read: the challenge, versions, tags, disabled, deleted, paging. What it does not know fails the test.</summary>
internal sealed class VaultFake : HttpMessageHandler
{
    public const string Endpoint = "https://fake.vault.azure.net";
    private const int PageSize = 2;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, List<VaultVersion>> _secrets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = [];

    /// <summary>Paths of the requests that brought a token, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Answers instead of the vault where it answers; null for the vault's own.</summary>
    public Func<string, HttpResponseMessage?>? Instead { get; set; }

    public VaultFake With(string name, VaultVersion version)
    {
        lock (_lock)
        {
            if (!_secrets.TryGetValue(name, out var versions)) _secrets[name] = versions = [];
            versions.Add(version);
        }

        return this;
    }

    /// <summary>Soft-deletes: it is gone until it is recovered.</summary>
    public void Delete(string name) => _deleted.Add(name);

    public static HttpResponseMessage Error(int status, string code, string? retryAfter = null)
    {
        var response = Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = code } });
        if (retryAfter is not null) response.Headers.Add("Retry-After", retryAfter);
        return response;
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => throw new InvalidOperationException("Secrets are read asynchronously.");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var response = Answer(request);
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var uri = request.RequestUri!;
        Assert.Equal((HttpMethod.Get, Endpoint), (request.Method, uri.GetLeftPart(UriPartial.Authority)));
        Assert.Contains("api-version=", uri.Query, StringComparison.Ordinal);
        if (request.Headers.Authorization is not { Scheme: "Bearer", Parameter: "vault-token" })
        {
            var challenge = Error(401, "Unauthorized");
            challenge.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer authorization=\"https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111\", resource=\"https://vault.azure.net\"");
            return challenge;
        }

        var path = uri.AbsolutePath.TrimEnd('/');
        Asked.Add(path);
        if (Instead?.Invoke(path) is { } instead) return instead;
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["secrets"] => Page(uri, [.. _secrets.Where(pair => !_deleted.Contains(pair.Key)).Select(static pair => pair.Value[^1].Item(pair.Key, null))]),
            ["secrets", var name, "versions"] when Find(name) is { } versions => Page(uri, [.. versions.Select(version => version.Item(name, version.Id))]),
            ["secrets", var name] when Find(name) is { } versions => Get(name, versions[^1]),
            ["secrets", var name, var id] when Find(name)?.Find(version => version.Id == id) is { } version => Get(name, version),
            ["secrets", ..] => Error(404, "SecretNotFound"),
            _ => throw new InvalidOperationException($"The vault has no {path}."),
        };
    }

    private List<VaultVersion>? Find(string name) => _deleted.Contains(name) ? null : _secrets.GetValueOrDefault(name);

    private static HttpResponseMessage Get(string name, VaultVersion version) => version.IsEnabled ? Json(200, version.Bundle(name)) : Error(403, "Forbidden");

    private static HttpResponseMessage Page(Uri uri, List<JsonObject> items)
    {
        var skip = uri.Query.Split("skip=") is [_, var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        var next = skip + PageSize < items.Count ? $"{Endpoint}{uri.AbsolutePath}?api-version=7.5&skip={skip + PageSize}" : null;
        return Json(200, new JsonObject { ["value"] = new JsonArray([.. items.Skip(skip).Take(PageSize)]), ["nextLink"] = next });
    }

    private static HttpResponseMessage Json(int status, JsonObject body) => new((HttpStatusCode)status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}
