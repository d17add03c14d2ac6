using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>
/// An OpenAI-compatible provider on loopback whose behaviour is chosen by the model's name: <c>script-*</c> answers well (<see cref="ChatScripts"/>, <see cref="ResponseScripts"/>,
/// <see cref="EmbeddingScripts"/>), <c>break-*</c> answers and then breaks (<see cref="BrokenScripts"/>), <c>refuse-*</c> answers an error (<see cref="RefusalScripts"/>).
/// </summary>
internal sealed class ScriptedProvider : IAsyncDisposable
{
    public const string Credential = "sk-upstream-credential";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ProviderCall> _calls = new();

    private ScriptedProvider(WebApplication app) => _app = app;

    public Uri Endpoint => new(new Uri(_app.Urls.First()), "v1");

    public IReadOnlyList<ProviderCall> CallsOf(string model) => [.. _calls.Where(call => call.Model == model)];

    public static async Task<ScriptedProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024);
        var app = builder.Build();
        var provider = new ScriptedProvider(app);
        app.Run(provider.AnswerAsync);
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.StartsWith("/break/", StringComparison.Ordinal))
        {
            BrokenScripts.Break(path["/break/".Length..]);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            await ResponseScripts.RetrieveAsync(context, path[(path.LastIndexOf('/') + 1)..]);
            return;
        }

        var body = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        var call = new ProviderCall(path, body["model"]!.GetValue<string>(), body, context.Request.Headers.Authorization);
        _calls.Enqueue(call);
        if (call.Model.StartsWith("refuse-", StringComparison.Ordinal)) await RefusalScripts.AnswerAsync(context, call, CallsOf(call.Model).Count);
        else if (call.Model.StartsWith("break-", StringComparison.Ordinal)) await BrokenScripts.AnswerAsync(context, call);
        else if (path.EndsWith("/embeddings", StringComparison.Ordinal)) await EmbeddingScripts.AnswerAsync(context, call);
        else if (path.EndsWith("/responses", StringComparison.Ordinal)) await ResponseScripts.AnswerAsync(context, call);
        else await ChatScripts.AnswerAsync(context, call);
    }
}
