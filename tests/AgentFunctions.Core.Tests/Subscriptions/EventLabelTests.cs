using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Subscriptions.Hooks;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>A run that an event starts is given what is worth as much as whoever published it.</summary>
public sealed class EventLabelTests
{
    [Theory]
    [InlineData("app/shop", Integrity.Trusted)]
    [InlineData("operator/ops", Integrity.Trusted)]
    [InlineData("agent/b", Integrity.Trusted)]
    [InlineData("agent/outside", Integrity.Untrusted)]
    [InlineData("agent/nobody", Integrity.Untrusted)]
    [InlineData("hubs/orders", Integrity.Untrusted)]
    [InlineData("subscriptions/nobody", Integrity.Untrusted)]
    [InlineData("whoever", Integrity.Untrusted)]
    public async Task Published_IsWorthWhatItsPublisherIs(string by, Integrity expected)
    {
        await using var process = await StartAsync("""{"topic":"orders","start":"agents/a"}""");

        await process.PublishAsync(by: by);

        Assert.Equal(expected, await StartedAsync(process));
    }

    [Fact]
    public async Task EndOfARun_IsWorthNoMoreThanAModelsWord()
    {
        await using var process = await StartAsync("""{"topic":"orders","start":"agents/a"}""");
        await process.PutAsync("subscriptions", "next", """{"topic":"agentfunctions.runs","start":"agents/b"}""");

        await process.EndAsync((await process.PublishAsync()).Takers.Single().RunId!);

        Assert.Equal(Integrity.Untrusted, await StartedAsync(process));
    }

    [Fact]
    public async Task Webhook_IsFromOutside()
    {
        const string Body = """{"id":"evt_1"}""";
        await using var process = await StartAsync("""{"webhook":{"secretRef":"shared","scheme":"github"},"start":"agents/a"}""");
        process.Secrets.With("shared", "s3cret");
        var signature = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes(Body)));

        var received = await process.Get<HookReceiver>().ReceiveAsync(
            new HookCall(Tenants.Default, "begin", new Dictionary<string, string> { ["x-hub-signature-256"] = signature, ["x-github-event"] = "push" }, "application/json", Encoding.UTF8.GetBytes(Body)), CancellationToken.None);

        Assert.True(received.Error is null, received.Error?.Message);
        Assert.Equal(Integrity.Untrusted, await StartedAsync(process));
    }

    [Fact]
    public async Task Schedule_SaysOnlyThatItIsDue()
    {
        await using var process = await StartAsync("""{"schedule":{"cron":"0 * * * *"},"start":"agents/a"}""");
        await process.TurnAsync();

        await process.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(Integrity.Trusted, await StartedAsync(process));
    }

    private static async Task<EventProcess> StartAsync(string subscription)
    {
        var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("agents", "outside", """{"userInput":"untrusted"}""");
        await process.PutAsync("subscriptions", "begin", subscription);
        return process;
    }

    /// <summary>What the run that was started last was given.</summary>
    private static async Task<Integrity> StartedAsync(EventProcess process) =>
        (await process.Get<IRunWork>().FindAsync(Tenants.Default, process.Started[^1].Split(' ')[1].Split(':')[1], CancellationToken.None))!.InputLabel.Integrity;
}
