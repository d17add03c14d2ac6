using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Subscriptions.Hooks;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>What calls of webhooks get in, and what does not.</summary>
public sealed class HookTests
{
    private const string Body = """{"id":"evt_1","type":"charge.paid","n":1}""";

    private static string Spec(string webhook, string more = "") => $$"""{"webhook":{"secretRef":"shared",{{webhook}}},"start":"agents/a"{{more}}}""";

    private static async Task<EventProcess> StartAsync(string webhook)
    {
        var process = await new EventProcess().DeclareAsync();
        process.Secrets.With("shared", "s3cret").With("others", "0ther");
        await process.PutAsync("subscriptions", "hook", Spec(webhook));
        await process.PutAsync("subscriptions", "hook", """{"webhook":{"secretRef":"others","scheme":"github"},"start":"agents/a"}""", "far");
        return process;
    }

    private static async Task<Outcome<PublishedEvent>> CallAsync(EventProcess process, string body, string tenant = Tenants.Default, string id = "hook", params (string Name, string Value)[] headers) =>
        await process.Get<HookReceiver>().ReceiveAsync(new HookCall(tenant, id, headers.ToDictionary(static h => h.Name, static h => h.Value), "application/json", Encoding.UTF8.GetBytes(body)), CancellationToken.None);

    private static string Sign(string secret, string content) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(content)));

    private static (string, string) GitHub(string secret, string body) => ("x-hub-signature-256", "sha256=" + Sign(secret, body));

    private static (string, string) Stripe(EventProcess process, string body, int secondsAgo = 0)
    {
        var time = (process.Time.GetUtcNow().ToUnixTimeSeconds() - secondsAgo).ToString(CultureInfo.InvariantCulture);
        return ("stripe-signature", $"t={time},v1={Sign("s3cret", time + "." + body)},v0=ignored");
    }

    [Fact]
    public async Task Receive_GitHub_TakesGoodSignaturesOnceAndRefusesTheRestAlike()
    {
        await using var process = await StartAsync("\"scheme\":\"github\"");
        Assert.False((await CallAsync(process, Body, headers: [GitHub("s3cret", Body), ("x-github-event", "push")])).Value!.IsRepeat);

        // Recorded and sent again, with what is not signed changed.
        Assert.True((await CallAsync(process, Body, headers: [GitHub("s3cret", Body), ("x-github-event", "delete"), ("x-github-delivery", "another")])).Value!.IsRepeat);
        process.Time.Advance(TimeSpan.FromDays(60));
        Assert.True((await CallAsync(process, Body, headers: [GitHub("s3cret", Body)])).Value!.IsRepeat);
        Assert.Single(process.Started);
        ApiError[] refusals =
        [
            (await CallAsync(process, Body, headers: [GitHub("wrong", Body)])).Error!,
            (await CallAsync(process, Body + " ", headers: [GitHub("s3cret", Body)])).Error!,
            (await CallAsync(process, Body, headers: [("x-hub-signature-256", Sign("s3cret", Body))])).Error!,
            (await CallAsync(process, Body, headers: [("x-hub-signature-256", "sha256=")])).Error!,
            (await CallAsync(process, Body)).Error!,
            (await CallAsync(process, Body, id: "unknown", headers: [GitHub("s3cret", Body)])).Error!,
            (await CallAsync(process, Body, tenant: "nobody", headers: [GitHub("s3cret", Body)])).Error!,
            (await CallAsync(process, Body, tenant: "far", headers: [GitHub("s3cret", Body)])).Error!,
            (await CallAsync(process, Body, tenant: "../x", headers: [GitHub("s3cret", Body)])).Error!,
        ];
        Assert.All(refusals, static r => Assert.Equal((401, ErrorCodes.InvalidSignature), (r.Status, r.Code)));
        Assert.Single(refusals.Select(static r => r.Message).Distinct());
        Assert.DoesNotContain("evt_1", refusals[0].Message, StringComparison.Ordinal);
        Assert.Single(process.Started);
    }

    [Fact]
    public async Task Receive_Stripe_TakesItWithinTheToleranceOnly()
    {
        await using var process = await StartAsync("\"scheme\":\"stripe\"");
        var first = (await CallAsync(process, Body, headers: [Stripe(process, Body)])).Value!;
        Assert.Equal(("evt_1", false), (first.Id, first.IsRepeat));

        // Sent again by the sender itself, with a new time.
        Assert.True((await CallAsync(process, Body, headers: [Stripe(process, Body, 10)])).Value!.IsRepeat);
        Assert.NotNull((await CallAsync(process, Body, headers: [Stripe(process, Body, 301)])).Error);
        Assert.NotNull((await CallAsync(process, Body, headers: [Stripe(process, Body, -301)])).Error);
        var recorded = Stripe(process, Body.Replace("evt_1", "evt_2", StringComparison.Ordinal));
        Assert.NotNull((await CallAsync(process, Body, headers: [(recorded.Item1, recorded.Item2.Replace("t=", "t=1", StringComparison.Ordinal))])).Error);
        Assert.Single(process.Started);
    }

    [Fact]
    public async Task Receive_StandardAndDeclaredHeaders_TakeGoodSignatures()
    {
        await using var process = await StartAsync("\"scheme\":\"standard\"");
        var now = process.Time.GetUtcNow().ToUnixTimeSeconds();
        (string, string)[] headers = [("webhook-id", "msg_1"), ("webhook-timestamp", now.ToString(CultureInfo.InvariantCulture)), ("webhook-signature", WebhookSignature.Sign(["s3cret"], "msg_1", now, Encoding.UTF8.GetBytes(Body)))];
        Assert.Equal("msg_1", (await CallAsync(process, Body, headers: headers)).Value!.Id);
        Assert.NotNull((await CallAsync(process, Body, headers: [("webhook-id", "msg_2"), .. headers[1..]])).Error);

        // What is signed is joined by dots: an id with one would leave open where the time begins.
        var dotted = $"msg.{now}";
        Assert.NotNull((await CallAsync(process, Body, headers: [("webhook-id", dotted), headers[1], ("webhook-signature", WebhookSignature.Sign(["s3cret"], dotted, now, Encoding.UTF8.GetBytes(Body)))])).Error);

        await process.PutAsync("subscriptions", "hook", Spec("""
            "scheme":"hmac","header":"X-Sig","prefix":"v=","encoding":"base64","timestampHeader":"X-Time","id":"${body.id}","type":"shop.${body.type}","tolerance":"00:00:10"
            """));
        var time = now.ToString(CultureInfo.InvariantCulture);
        var signature = "v=" + Convert.ToBase64String(Convert.FromHexString(Sign("s3cret", time + "." + Body)));
        Assert.Equal("evt_1", (await CallAsync(process, Body, headers: [("x-sig", signature), ("x-time", time)])).Value!.Id);
        Assert.NotNull((await CallAsync(process, Body, headers: [("x-sig", signature), ("x-time", (now + 1).ToString(CultureInfo.InvariantCulture))])).Error);
        process.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.NotNull((await CallAsync(process, Body, headers: [("x-sig", signature), ("x-time", time)])).Error);
        Assert.Equal(2, process.Started.Count);
    }
}
