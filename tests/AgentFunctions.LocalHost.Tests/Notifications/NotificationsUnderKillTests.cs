using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Notifications;
using AgentFunctions.TestKit.Processes;
using SmtpServer.Protocol;

namespace AgentFunctions.LocalHost.Tests.Notifications;

/// <summary>
/// Three receivers of one real host: a webhook that is down at first, one whose first message is in flight when the host is killed, and a mail server that asks to wait. Every event of the tenant reaches each that
/// wants it, in order, and again only under the same id.
/// </summary>
public sealed class NotificationsUnderKillTests : IDisposable
{
    private const string Secret = "whsec_dGVzdC1ub3RpZmljYXRpb24tc2VjcmV0LTAx";

    /// <summary>A killed process's claim on a message ends after a minute, its lease on the job before.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(110);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Events_ReceiversFailAndHostIsKilled_ArriveInOrderOnceOrUnderTheSameId()
    {
        await using var down = await WebhookReceiver.StartAsync(TimeProvider.System, Secret);
        await using var slow = await WebhookReceiver.StartAsync(TimeProvider.System, Secret);
        await using var mail = LocalMailServer.Start(user: "agents", password: "mail-secret");
        var environment = new Dictionary<string, string?> { ["AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE"] = $"{down.EndPoint},{slow.EndPoint},127.0.0.1:{mail.Port}" };
        string id;
        await using (var host = await LocalHostProcess.StartAsync(_folder.Data, environment: environment))
        {
            await DeclareAsync(host, down, slow, mail);
            Assert.True((await host.ApiAsync(HttpMethod.Post, "/api/notifications/down/test")).Ok().Json.GetProperty("delivered").GetBoolean());
            down.Answer(503);
            mail.Answers.Enqueue(new SmtpResponse((SmtpReplyCode)450, "try later"));
            slow.Before = async () =>
            {
                // The message is here, its answer never gets back.
                slow.Before = null;
                await TestWait.UntilAsync(() => down.Received.Any(r => r.Status == 503) && mail.Answers.IsEmpty, "the other receivers have failed once");
                await host.RevokeKeyAsync(await RotatedKeyAsync(host));
                await host.SetStateAsync("agents", "demo", "active");
                await host.KillAsync();
            };

            (id, _) = await host.IssueKeyAsync();
            await host.RotateKeyAsync(id);
            await host.SetStateAsync("agents", "demo", "suspended");
            await host.WaitForExitAsync(TimeSpan.FromSeconds(60));
        }

        await using var again = await LocalHostProcess.StartAsync(_folder.Data, environment: environment);
        await again.SetStateAsync("agents", "demo", "killed");
        string[] expected = [$"key.issued keys/{id}", $"key.rotated keys/{id}", "state.changed agents/demo", $"key.revoked keys/{id}", "state.changed agents/demo", "state.changed agents/demo"];
        await TestWait.UntilAsync(() => Events(down).Count() >= expected.Length && Events(slow).Count() >= expected.Length && mail.Messages.Count >= 3, "every event has arrived", Recovery);

        foreach (var receiver in (WebhookReceiver[])[down, slow])
        {
            Assert.Equal(expected, Events(receiver).Select(e => $"{e.Json.GetProperty("type").GetString()} {e.Json.GetProperty("subject").GetString()}"));
            Assert.All(receiver.Received, r => Assert.True(r.IsVerified));
            Assert.All(receiver.Received, r => Assert.Equal(r.Id, r.Json.GetProperty("id").GetString()));
            Assert.All(receiver.Received.GroupBy(r => r.Id), same => Assert.Single(same.Select(r => r.Body).Distinct()));
        }

        Assert.Equal(2, slow.Received.Count(r => r.Id == Events(slow).First().Id));
        Assert.Equal(Events(down).Select(e => e.Id), Events(slow).Select(e => e.Id));
        CheckMail(mail);
        await CheckDeliveriesAsync(again);
    }

    /// <summary>What the receiver acts on; the test event is not of the tenant's own.</summary>
    private static IEnumerable<ReceivedWebhook> Events(WebhookReceiver receiver) => receiver.Accepted.Where(r => r.Json.GetProperty("type").GetString() != "notification.test");

    private static async Task<string> RotatedKeyAsync(LocalHostProcess host) =>
        (await host.ChangesAsync()).SelectMany(c => c.GetProperty("resources").EnumerateArray()).Last(r => r.GetProperty("operation").GetString() == "rotated").GetProperty("id").GetString()!;

    private static async Task DeclareAsync(LocalHostProcess host, WebhookReceiver down, WebhookReceiver slow, LocalMailServer mail)
    {
        await host.PutSecretAsync("down", Secret, down.EndPoint.ToString());
        await host.PutSecretAsync("slow", Secret, slow.EndPoint.ToString());
        await host.PutSecretAsync("mail", "mail-secret", $"127.0.0.1:{mail.Port}");
        await host.DeclareAsync("notifications", "down", $$"""{"channel":"webhook","to":"{{down.Address}}","events":["key.*","state.changed"],"secretRef":"down"}""");
        await host.DeclareAsync("notifications", "slow", $$"""{"channel":"webhook","to":"{{slow.Address}}","events":["*"],"secretRef":"slow"}""");
        await host.DeclareAsync(
            "notifications",
            "mail",
            $$$"""{"channel":"smtp","to":"ops@example.com","events":["key.revoked","state.changed"],"minSeverity":"warning","secretRef":"mail","smtp":{"host":"127.0.0.1","port":{{{mail.Port}}},"from":"agents@example.com","username":"agents","security":"none"}}""");
    }

    /// <summary>Warnings and worse only: suspended, revoked, killed; each with an id of its own.</summary>
    private static void CheckMail(LocalMailServer mail)
    {
        var messages = mail.Messages.ToList();
        Assert.Equal(3, messages.Count);
        Assert.Equal(["suspended", "revoked", "killed"], messages.Select(m => new[] { "suspended", "revoked", "killed" }.Single(word => m.Contains(word, StringComparison.OrdinalIgnoreCase))));
        var ids = messages.Select(m => m.ReplaceLineEndings("\n").Split('\n').Single(l => l.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(mail.Envelopes, e => Assert.Equal("agents@example.com -> ops@example.com", e));
    }

    private static async Task CheckDeliveriesAsync(LocalHostProcess host)
    {
        foreach (var name in (string[])["down", "slow", "mail"])
        {
            await TestWait.UntilAsync(
                async () => (await host.GetAsync($"/api/notifications/{name}/deliveries")).Ok().Json.GetProperty("items").EnumerateArray().All(d => d.GetProperty("status").GetString() == "delivered"),
                $"the deliveries of {name} are recorded as delivered");
            var first = (await host.GetAsync($"/api/notifications/{name}/deliveries?limit=500")).Ok().Json.GetProperty("items").EnumerateArray().Last();
            Assert.True(first.GetProperty("attempts").GetInt32() >= 2, $"the first delivery of {name} took more than one attempt: {first}");
        }
    }
}
