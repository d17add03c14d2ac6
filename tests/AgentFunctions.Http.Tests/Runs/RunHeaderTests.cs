using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>What the headers of a call may hold.</summary>
public sealed class RunHeaderTests : IAsyncLifetime
{
    private RunsApp _app = null!;

    public async Task InitializeAsync() => _app = await RunsApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("A")]
    [InlineData("0")]
    [InlineData("a:b.c_d-e")]
    [InlineData("run")]
    [InlineData("index")]
    [InlineData("128")]
    public async Task Call_IdsOfTheForm_AreTaken(string id)
    {
        if (id == "128") id = new string('z', 128);

        Assert.Equal(HttpStatusCode.OK, (await _app.CallAsync(id, headers: ("x-session-id", id))).Status);
        Assert.Equal(id, Text((await _app.GetAsync($"/api/runs/{id}")).Json, "sessionId"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-a")]
    [InlineData("_index")]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData("a/b")]
    [InlineData("../a")]
    [InlineData("a%2e")]
    [InlineData("a*")]
    [InlineData("{id}")]
    [InlineData("129")]
    [InlineData("30000")]
    public async Task Call_IdNotOfTheForm_IsRefusedNamingTheHeader(string id)
    {
        if (int.TryParse(id, out var length)) id = new string('z', length);
        foreach (var header in (string[])["x-run-id", "x-session-id"])
        {
            var answer = await _app.CallAsync(null, headers: (header, id));

            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request", header), (answer.Status, Error(answer, "code"), Error(answer, "param")));
            Assert.Contains(header, Error(answer, "message"), StringComparison.Ordinal);
        }

        Assert.Empty(await _app.ListAsync("ops"));
    }

    [Theory]
    [InlineData("x-run-id")]
    [InlineData("x-session-id")]
    [InlineData("x-end-user")]
    public async Task Call_HeaderTwice_MustAgree(string header)
    {
        var differing = await SendLinesAsync($"{header}: a", $"{header}: b");
        Assert.StartsWith("HTTP/1.1 400 ", differing, StringComparison.Ordinal);
        Assert.Contains($"\"param\":\"{header}\"", differing, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await SendLinesAsync($"{header}: a", $"{header}: a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OfABoundCall_RepeatsWhatItIsBoundTo()
    {
        var bound = await SendLinesAsync("x-run-id: r1", "x-session-id: s1");
        Assert.Contains("\r\nx-run-id: r1\r\n", bound, StringComparison.Ordinal);
        Assert.Contains("\r\nx-session-id: s1\r\n", bound, StringComparison.Ordinal);

        await _app.CompleteAsync("r1");
        var refused = await SendLinesAsync("x-run-id: r1");
        Assert.StartsWith("HTTP/1.1 403 ", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nx-run-id:", refused, StringComparison.Ordinal);
        Assert.Contains("\r\nx-should-retry: false\r\n", refused, StringComparison.Ordinal);
    }

    /// <summary>A call as bytes: clients put equal headers into one line.</summary>
    private async Task<string> SendLinesAsync(params string[] headers)
    {
        const string Body = """{"model":"sim-small","messages":[{"role":"user","content":"Hi"}]}""";
        var address = _app.One.Address;
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\nAuthorization: Bearer {_app.Key("demo")}\r\n{string.Join("\r\n", headers)}\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static string Text(System.Text.Json.JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static string Error(ControlApp.Answer answer, string name) => answer.Json.GetProperty("error").GetProperty(name).GetString()!;
}
