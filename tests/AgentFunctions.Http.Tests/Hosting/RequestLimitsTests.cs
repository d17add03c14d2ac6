using System.Net;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Hosting;

/// <summary>A body above the limit is answered 413 to callers that send it whole before they read an answer, as OpenAI's SDKs and proxies do; a reset in their face would be retried.</summary>
public sealed class RequestLimitsTests : IAsyncLifetime
{
    private const int Limit = 1024 * 1024;
    private readonly WebApplication _app;

    public RequestLimitsTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAgentFunctionsHttp().Configure<AgentFunctionsHttpOptions>(static options => options.MaxRequestBodyBytes = Limit);
        _app = builder.Build();
        _app.Use(static (context, next) =>
        {
            context.Features.Set(new RequestState());
            return next(context);
        });
        _app.UseMiddleware<ErrorMiddleware>();
        _app.UseMiddleware<RequestLimitsMiddleware>();
        _app.Run(static async context =>
        {
            var buffer = new MemoryStream();
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
            await context.Response.WriteAsync($"{buffer.Length}", context.RequestAborted);
        });
    }

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_AtTheLimit_IsRead(bool chunked)
    {
        var (status, text) = await PostAsync(Limit, chunked);

        Assert.Equal((HttpStatusCode.OK, $"{Limit}"), (status, text));
    }

    [Theory]
    [InlineData(Limit + 1, false)]
    [InlineData(Limit + 1, true)]
    [InlineData(40 * Limit, false)]
    [InlineData(40 * Limit, true)]
    public async Task Body_AboveTheLimit_CallerThatSendsItWholeGets413(int length, bool chunked)
    {
        var (status, text) = await PostAsync(length, chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("request_too_large", text, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(int length, bool chunked)
    {
        using var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/echo") { Content = new ByteArrayContent(new byte[length]) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
