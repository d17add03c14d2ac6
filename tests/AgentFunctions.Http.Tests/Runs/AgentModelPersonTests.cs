using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>A run of an agent that is called as a model is for the person that the call names, as with every other model.</summary>
public sealed class AgentModelPersonTests
{
    [Theory]
    [InlineData(""","safety_identifier":"ann","user":"bob" """, "eve", "ann")]
    [InlineData(""","user":"bob" """, "eve", "bob")]
    [InlineData(""","safety_identifier":"","user":null""", "eve", "eve")]
    [InlineData("", "eve", "eve")]
    [InlineData("", null, null)]
    public async Task Call_NamesAPerson_ItsRunIsForThem(string member, string? header, string? person)
    {
        await using var app = await StartAsync();
        using var answer = await CallAsync(app, member, header);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var run = (await app.GetAsync("/api/runs/" + answer.Headers.GetValues("x-run-id").Single())).Json;
        Assert.Equal(person, run.GetProperty("endUser").GetString());
    }

    [Theory]
    [InlineData("safety_identifier", false)]
    [InlineData("user", false)]
    [InlineData("x-end-user", true)]
    public async Task Call_NamesNobodyWhoCanBe_IsRefusedByName(string name, bool isHeader)
    {
        await using var app = await StartAsync();
        var text = new string('a', 257);
        using var answer = await CallAsync(app, isHeader ? "" : $$""","{{name}}":"{{text}}" """, isHeader ? text : null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(name, JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("param").GetString());
        Assert.Empty((await app.GetAsync("/api/runs")).Json.GetProperty("items").EnumerateArray());
    }

    /// <summary>Streamed, so that its headers are there while the run goes on.</summary>
    private static async Task<HttpResponseMessage> CallAsync(ControlApp app, string member, string? header)
    {
        using var client = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent($$"""{"model":"agent/demo","stream":true,"messages":[{"role":"user","content":"hello"}]{{member}} }""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await app.IssueKeyAsync());
        if (header is not null) request.Headers.TryAddWithoutValidation("x-end-user", header);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode == HttpStatusCode.BadRequest) await answer.Content.LoadIntoBufferAsync();
        return answer;
    }

    private static async Task<ControlApp> StartAsync()
    {
        var app = await ControlApp.StartAsync(configure: static services => services.AddSingleton<IWorkflowClient>(static s => new FakeWorkflowClient(s.GetRequiredService<TimeProvider>())));
        await app.DeclareDemoAsync();
        return app;
    }
}
