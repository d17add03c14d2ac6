using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

/// <summary>PUT and GET /api/resources as docs/api.md describes them, in memory, on a free loopback port; pages of two.</summary>
internal sealed class FakeControlPlane : IAsyncDisposable
{
    public const string Key = "ok_default.ops.fake-secret-0123456789";
    private readonly WebApplication _app;
    private long _sequence;

    private FakeControlPlane(WebApplication app) => _app = app;

    /// <summary><c>kind/id</c> to what is declared.</summary>
    public SortedDictionary<string, (JsonNode Spec, string? ManagedBy, int Version)> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>Method, path and tenant of every call.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Answers every call in place of the real answer.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public string Address => _app.Urls.First();

    public static async Task<FakeControlPlane> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeControlPlane(builder.Build());
        fake._app.Run(fake.HandleAsync);
        await fake._app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var tenant = context.Request.Headers["x-tenant-id"].ToString();
        Calls.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {tenant}".TrimEnd());
        if (Instead is { } instead) await instead(context);
        else if (context.Request.Headers.Authorization != $"Bearer {Key}") await ProblemAsync(context, 401, "invalid_api_key", "The key is not known.");
        else if (context.Request.Path != "/api/resources") await ProblemAsync(context, 404, "not_found", "No such route.");
        else if (HttpMethods.IsPut(context.Request.Method)) await ApplyAsync(context);
        else await ExportAsync(context);
    }

    private async Task ApplyAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        var owner = (string?)body["managedBy"];
        var plan = new FakeApply(Resources, owner, Flag(context, "prune"), Flag(context, "force"));
        foreach (var (item, index) in body["items"]!.AsArray().Select((item, index) => (item!, index))) plan.Add(item, index);
        plan.Finish();
        if (plan.Owned is { } owned)
        {
            await ProblemAsync(context, 409, "conflict", $"{owned.Name} is managed by {owned.Owner}.", param: owned.Path);
            return;
        }

        if (plan.Errors.Count > 0)
        {
            await ProblemAsync(context, 400, "invalid_resource", "The set is not valid.", plan.Errors);
            return;
        }

        var dryRun = Flag(context, "dryRun");
        if (!dryRun && plan.Commit(Resources)) _sequence++;
        await WriteAsync(context, 200, "application/json", new JsonObject { ["dryRun"] = dryRun, ["sequence"] = _sequence, ["changes"] = plan.Changes, ["summary"] = plan.Summary });
    }

    private Task ExportAsync(HttpContext context)
    {
        const int PageSize = 2;
        var owner = (string?)context.Request.Query["managedBy"];
        var from = int.TryParse(context.Request.Query["cursor"], out var cursor) ? cursor : 0;
        var all = Resources.Where(r => owner is null || r.Value.ManagedBy == owner).ToList();
        var items = all.Skip(from).Take(PageSize).Select(r => (JsonNode)new JsonObject
        {
            ["apiVersion"] = "agentfunctions/v1", ["kind"] = r.Key.Split('/')[0], ["id"] = r.Key.Split('/')[1], ["tenant"] = "default", ["spec"] = r.Value.Spec.DeepClone(), ["etag"] = "\"e\"", ["version"] = r.Value.Version,
            ["managedBy"] = r.Value.ManagedBy, ["createdAt"] = "2026-01-01T00:00:00Z",
        });
        return WriteAsync(context, 200, "application/json", new JsonObject { ["items"] = new JsonArray([.. items]), ["nextCursor"] = from + PageSize < all.Count ? $"{from + PageSize}" : null });
    }

    private static bool Flag(HttpContext context, string name) => context.Request.Query[name] == "true";

    public static Task ProblemAsync(HttpContext context, int status, string code, string detail, IEnumerable<(string Path, string Message)>? errors = null, string? param = null) => WriteAsync(
        context,
        status,
        "application/problem+json",
        new JsonObject
        {
            ["type"] = "urn:agentfunctions:error:" + code, ["status"] = status, ["detail"] = detail, ["code"] = code, ["param"] = param, ["requestId"] = "req_1",
            ["errors"] = new JsonArray([.. (errors ?? []).Select(e => (JsonNode)new JsonObject { ["path"] = e.Path, ["message"] = e.Message })]),
        });

    private static Task WriteAsync(HttpContext context, int status, string type, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body.ToJsonString(new JsonSerializerOptions { WriteIndented = false }));
    }
}
