namespace AgentFunctions.Http.Tests.Resources;

/// <summary>The same for subscriptions.</summary>
public sealed class MalformedSubscriptionTests
{
    /// <summary>Spec, path of the finding, words of the cure.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { "{}", "spec.topic", "is required" },
        { """{"topic":"t"}""", "spec.start", "is required" },
        { """{"topic":"a b","start":"agents/demo"}""", "spec.topic", "orders.created" },
        { """{"topic":"t","start":"agents/gone"}""", "spec.start", "create it first" },
        { """{"topic":"t","start":"workflows/gone"}""", "spec.start", "create it first" },
        { """{"topic":"t","start":"tools/x"}""", "spec.start", "agents/ID or workflows/ID" },
        { """{"topic":"t","start":"agents/demo","signal":{"run":"${event.id}","event":"e"}}""", "spec.signal", "two subscriptions" },
        { """{"topic":"t","signal":{"run":"${event.data.run","event":"e"}}""", "spec.signal.run", "at character" },
        { """{"topic":"t","signal":{"run":"${event.id}","event":"cancel"}}""", "spec.signal.event", "product's own" },
        { """{"topic":"t","signal":{"run":"${event.id}","event":"decision.s1"}}""", "spec.signal.event", "product's own" },
        { """{"topic":"t","start":"agents/demo","filter":"event.data.n >"}""", "spec.filter", "at character" },
        { """{"topic":"t","start":"agents/demo","filter":"events.data.n > 1"}""", "spec.filter", "did you mean 'event'" },
        { """{"topic":"t","start":"agents/demo","filter":"event.id"}""", "spec.filter", "true or false" },
        { """{"topic":"t","start":"agents/demo","filters":[{}]}""", "spec.filters[0]", "exactly one" },
        { """{"topic":"t","start":"agents/demo","filters":[{"exact":{"type":"a"},"prefix":{"type":"a"}}]}""", "spec.filters[0]", "exactly one" },
        { """{"topic":"t","start":"agents/demo","filters":[{"any":[{"exact":{"My-Type":"a"}}]}]}""", "spec.filters[0].any[0].exact", "lower-case" },
        { """{"topic":"t","start":"agents/demo","input":{"a":["${event.data.}"]}}""", "spec.input.a[0]", "at character" },
        { """{"topic":"t","start":"agents/demo","retry":{"attempts":21}}""", "spec.retry.attempts", "at most" },
        { """{"topic":"t","start":"agents/demo","topics":"PASTED"}""", "spec.topics", "did you mean 'topic'" },
        { """{"start":"agents/demo","schedule":{"cron":"61 * * * *"}}""", "spec.schedule.cron", "cron expression" },
        { """{"start":"agents/demo","schedule":{"cron":"0 0 30 2 *"}}""", "spec.schedule.cron", "never comes" },
        { """{"start":"agents/demo","schedule":{"cron":"0 9 * * *","timeZone":"Mars/Olympus"}}""", "spec.schedule.timeZone", "IANA" },
        { """{"start":"agents/demo","schedule":{"cron":"0 9 * * *","missed":"some"}}""", "spec.schedule.missed", "skip, latest, all" },
        { """{"start":"agents/demo","schedule":{"cron":"0 9 * * *","overlap":"never"}}""", "spec.schedule.overlap", "queueOne" },
        { """{"start":"agents/demo","topic":"agentfunctions.x","schedule":{"cron":"0 9 * * *"}}""", "spec.topic", "product itself" },
        { """{"start":"agents/demo","topic":"a.*","schedule":{"cron":"0 9 * * *"}}""", "spec.topic", "one topic" },
        { """{"start":"agents/demo","schedule":{"cron":"0 9 * * *"},"webhook":{"secretRef":"s","scheme":"github"}}""", "spec.webhook", "two subscriptions" },
        { """{"start":"agents/demo","webhook":{"secretRef":"s","scheme":"md5"}}""", "spec.webhook.scheme", "github, stripe" },
        { """{"start":"agents/demo","webhook":{"secretRef":"s","scheme":"hmac"}}""", "spec.webhook.header", "is required" },
        { """{"start":"agents/demo","webhook":{"secretRef":"s","scheme":"github","header":"x-a"}}""", "spec.webhook.header", "remove it" },
        { """{"start":"agents/demo","webhook":{"secretRef":"s","scheme":"stripe","tolerance":"02:00:00"}}""", "spec.webhook.tolerance", "must be from" },
        { """{"start":"agents/demo","webhook":{"secretRef":"s","scheme":"github","id":"${headers.x}"}}""", "spec.webhook.id", "means nothing here" },
        { """{"start":"agents/demo","webhook":{"secretRef":"PASTED","scheme":"github"}}""", "spec.webhook.secretRef", "Name of the shared secret" },
        { """{"team":"red","topic":"t","start":"agents/demo"}""", "spec.start", "the team's" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Put_Malformed_Is400WithPathAndCure(string spec, string path, string cure)
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        await app.PutSpecAsync("teams", "red", "{}");

        await MalformedResource.CheckAsync(app, "subscriptions", $$"""{"spec":{{spec}}}""", path, cure);
    }
}
