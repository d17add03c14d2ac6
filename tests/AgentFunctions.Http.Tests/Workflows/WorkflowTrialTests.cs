using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.Http.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Workflows;

/// <summary>What trials may take of the process, over HTTP.</summary>
public sealed class WorkflowTrialTests
{
    private const string Body = """{"definition":{"steps":[{"id":"s","type":"set","values":{"v":1}}],"output":"${vars.v}"}}""";

    [Fact]
    public async Task Test_AsManyAtOnceAsMayBe_IsToldWhenToComeAgain()
    {
        await using var app = await ControlApp.StartAsync();
        var slots = app.Services.GetRequiredService<TrialSlots>();
        for (var i = 0; i < TrialSlots.AtOnce; i++) Assert.True(slots.TryEnter());

        using (var refused = await SendAsync(app))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Contains("\"code\":\"concurrency_limited\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        slots.Leave();
        for (var i = 0; i <= TrialSlots.AtOnce; i++)
        {
            // Each leaves its place.
            using var answer = await SendAsync(app);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Test_ThatTakesTooMuch_Is422WithTheReason()
    {
        await using var app = await ControlApp.StartAsync();
        var text = string.Concat(Enumerable.Repeat("${input.t}", 6));
        var spec = $$"""{"steps":[{"id":"f","type":"forEach","each":"input.n","maxItems":64,"concurrency":50,"steps":[{"id":"s","type":"set","values":{"v":"${item}{{text}}" } }] }] }""";

        var answer = await app.PostAsync("/api/workflows/new/test", $$"""{"definition":{{spec}},"input":{"t":"{{new string('x', 150_000)}}","n":[{{string.Join(',', Enumerable.Range(0, 64))}}]} }""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "trial_limit"), (answer.Status, answer.Code));
        Assert.Contains("64 MiB", answer.Text, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(ControlApp app)
    {
        using var client = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/workflows/new/test") { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ControlApp.AdminKey);
        return await client.SendAsync(request);
    }
}
