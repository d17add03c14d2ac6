using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>The control plane of a running instance.</summary>
internal sealed class ControlPlaneClient : IDisposable
{
    private const int PageSize = 500;
    private const long MaxAnswerBytes = 256 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly HttpClient _client;
    private readonly Uri _server;

    public ControlPlaneClient(Uri server, string key, string? tenant)
    {
        _server = server;

        // A redirect could carry the key to another host.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !ServerAddress.IsLoopback(server) })
        {
            BaseAddress = server,
            Timeout = Patience,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (tenant is not null) _client.DefaultRequestHeaders.Add("x-tenant-id", tenant);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>PUT /api/resources.</summary>
    public async Task<RemoteResult<ApplyAnswer>> ApplyAsync(ReadOnlyMemory<byte> body, ApplyOptions options, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/resources?{options.Query}") { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await SendAsync(request, RemoteJson.Default.ApplyAnswer, cancellationToken);
    }

    /// <summary>GET /api/resources, every page.</summary>
    public async Task<RemoteResult<IReadOnlyList<JsonElement>>> ExportAsync(string? managedBy, CancellationToken cancellationToken)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var query = $"api/resources?limit={PageSize}" + (managedBy is null ? "" : $"&managedBy={Uri.EscapeDataString(managedBy)}") + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}");
            using var request = new HttpRequestMessage(HttpMethod.Get, query);
            var page = await SendAsync(request, RemoteJson.Default.ExportPage, cancellationToken);
            if (page.Value is null) return new(null, page.Problem);
            if (page.Value.NextCursor is not null && page.Value.NextCursor == cursor) throw new CommandException($"{_server} answers the same page again and again.");
            items.AddRange(page.Value.Items);
            cursor = page.Value.NextCursor;
        }
        while (cursor is not null);
        return new(items, null);
    }

    /// <summary>POST /api/workflows/{id}/test.</summary>
    public async Task<RemoteResult<WorkflowTestAnswer>> TestAsync(string workflow, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/workflows/{Uri.EscapeDataString(workflow)}/test") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await SendAsync(request, RemoteJson.Default.WorkflowTestAnswer, cancellationToken);
    }

    private async Task<RemoteResult<T>> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!response.IsSuccessStatusCode) return new(null, Refusal(response.StatusCode, body));
            return new(JsonSerializer.Deserialize(body, type) ?? throw new JsonException(), null);
        }
        catch (JsonException)
        {
            throw new CommandException($"{_server} does not answer as AgentFunctions does: check the address of --server.");
        }
        catch (HttpRequestException exception)
        {
            throw new CommandException($"{_server} cannot be reached: {exception.InnerException?.Message ?? exception.Message}. Check --server, and that it runs.", exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"{_server} did not answer within {Patience.TotalMinutes} minutes. Run diff to see what holds now.");
        }
    }

    private static RemoteProblem Refusal(HttpStatusCode status, byte[] body)
    {
        RemoteProblem? problem = null;
        try
        {
            problem = JsonSerializer.Deserialize(body, RemoteJson.Default.RemoteProblem);
        }
        catch (JsonException)
        {
            // A proxy's own page; the status says enough.
        }

        return (problem ?? new RemoteProblem()) with { Status = (int)status };
    }
}
