using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Tests.Notifications;

public sealed class NotificationValidatorTests
{
    private const string Smtp = "\"smtp\":{\"host\":\"mail.example.com\",\"from\":\"a@example.com\"}";

    [Theory]
    [InlineData("""{"channel":"webhook","to":"https://a.example/hook","events":["*"]}""")]
    [InlineData("""{"channel":"webhook","to":"https://a.example:8443/hook?x=1","events":["key.*","state.changed"],"team":null,"minSeverity":"critical","secretRef":"s"}""")]
    [InlineData("""{"channel":"webhook","to":"http://127.0.0.1:9000/hook","events":["*"]}""")]
    [InlineData("""{"channel":"webhook","to":"http://[::1]:9000/hook","events":["*"]}""")]
    [InlineData("""{"channel":"webhook","to":"http://localhost/hook","events":["*"]}""")]
    [InlineData("""{"channel":"slack","to":"https://hooks.slack.com/services/{secret}","events":["*"],"secretRef":"s"}""")]
    [InlineData("""{"channel":"teams","to":"https://prod-1.westus.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sp=%2F&sig={secret}","events":["*"],"secretRef":"s"}""")]
    [InlineData("""{"channel":"teams","to":"https://a.example/x","events":["*"]}""")]
    [InlineData("""{"channel":"smtp","to":"ops@example.com, b@example.org","events":["*"],"smtp":{"host":"mail.example.com","from":"a@example.com"}}""")]
    [InlineData("""{"channel":"smtp","to":"ops@localhost","events":["*"],"secretRef":"s","smtp":{"host":"127.0.0.1","port":25,"from":"a@b.c","username":"u","security":"none"}}""")]
    [InlineData("""{"channel":"smtp","to":"ops@b.c","events":["*"],"smtp":{"host":"relay.internal","from":"a@b.c","security":"none","allowInsecure":true}}""")]
    public void Spec_Good_HasNoFindings(string spec) => Assert.Empty(Check(spec).Items);

    public static TheoryData<string, string> Bad => new()
    {
        { """{"channel":"pager","to":"https://a","events":["*"]}""", "spec.channel" },
        { """{"to":"https://a","events":["*"]}""", "spec.channel" },
        { """{"channel":"webhook","events":["*"]}""", "spec.to" },
        { """{"channel":"webhook","to":"https://a"}""", "spec.events" },
        { """{"channel":"webhook","to":"https://a","events":[]}""", "spec.events" },
        { """{"channel":"webhook","to":"https://a","events":["KEY.*"]}""", "spec.events[0]" },
        { """{"channel":"webhook","to":"https://a","events":["key*"]}""", "spec.events[0]" },
        { """{"channel":"webhook","to":"https://a","events":["*","*"]}""", "spec.events[1]" },
        { """{"channel":"webhook","to":"https://a","events":["*"],"minSeverity":"fatal"}""", "spec.minSeverity" },
        { """{"channel":"webhook","to":"https://a","events":["*"],"secret":"x"}""", "spec.secret" },
        { """{"channel":"webhook","to":"http://a.example/hook","events":["*"]}""", "spec.to" },
        { """{"channel":"webhook","to":"ftp://a.example/hook","events":["*"]}""", "spec.to" },
        { """{"channel":"webhook","to":"a.example","events":["*"]}""", "spec.to" },
        { """{"channel":"webhook","to":"https://u:p@a.example","events":["*"]}""", "spec.to" },
        { """{"channel":"webhook","to":"https://a.example/#x","events":["*"]}""", "spec.to" },
        { """{"channel":"webhook","to":"https://a.example/ x","events":["*"]}""", "spec.to" },
        { """{"channel":"webhook","to":"https://a.example/{secret}","events":["*"],"secretRef":"s"}""", "spec.to" },
        { """{"channel":"slack","to":"https://{secret}.slack.com/x","events":["*"],"secretRef":"s"}""", "spec.to" },
        { """{"channel":"slack","to":"https://hooks.slack.com/{secret}","events":["*"]}""", "spec.secretRef" },
        { """{"channel":"slack","to":"https://hooks.slack.com/x","events":["*"],"secretRef":"s"}""", "spec.to" },
        { """{"channel":"slack","to":"https://hooks.slack.com/x","events":["*"],""" + Smtp + "}", "spec.smtp" },
        { """{"channel":"smtp","to":"ops@example.com","events":["*"]}""", "spec.smtp" },
        { """{"channel":"smtp","to":"Ops <ops@example.com>","events":["*"],""" + Smtp + "}", "spec.to" },
        { """{"channel":"smtp","to":"ops@example.com\r\nBcc: x@y.z","events":["*"],""" + Smtp + "}", "spec.to" },
        { """{"channel":"smtp","to":"ops@example.com,,","events":["*"],""" + Smtp + "}", "spec.to" },
        { """{"channel":"smtp","to":"https://a.example","events":["*"],""" + Smtp + "}", "spec.to" },
        { """{"channel":"smtp","to":"a@b.c","events":["*"],"smtp":{"host":"h","from":"x"}}""", "spec.smtp.from" },
        { """{"channel":"smtp","to":"a@b.c","events":["*"],"smtp":{"host":"h x","from":"a@b.c"}}""", "spec.smtp.host" },
        { """{"channel":"smtp","to":"a@b.c","events":["*"],"smtp":{"host":"h","port":0,"from":"a@b.c"}}""", "spec.smtp.port" },
        { """{"channel":"smtp","to":"a@b.c","events":["*"],"smtp":{"host":"h","from":"a@b.c","security":"none"}}""", "spec.smtp.security" },
        { """{"channel":"smtp","to":"a@b.c","events":["*"],"smtp":{"host":"h","from":"a@b.c","username":"u"}}""", "spec.secretRef" },
        { """{"channel":"smtp","to":"a@b.c","events":["*"],"secretRef":"s","smtp":{"host":"h","from":"a@b.c"}}""", "spec.smtp.username" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Spec_Bad_IsReportedAtItsPath(string spec, string path)
    {
        var findings = Check(spec);
        Assert.Contains(findings.Items, f => f.Path == path);
        Assert.DoesNotContain(findings.Items, f => f.Message.Contains("u:p", StringComparison.Ordinal));
    }

    [Fact]
    public void References_TeamAndSecret_SecretWithTheHostItGoesTo()
    {
        var validator = new NotificationValidator();
        var hook = Assert.Single(validator.References(new() { Channel = "webhook", To = "https://A.example:8443/x", SecretRef = "s" }));
        Assert.Equal(("secrets", "s", "a.example:8443", true), (hook.Kind, hook.Id, hook.Host, hook.Optional));
        Assert.Equal("hooks.slack.com", Assert.Single(validator.References(new() { Channel = "slack", To = "https://hooks.slack.com/services/{secret}", SecretRef = "s" })).Host);
        Assert.Equal("mail.example.com", Assert.Single(validator.References(new() { Channel = "smtp", To = "a@b.c", SecretRef = "s", Smtp = new() { Host = "Mail.example.com" } })).Host);
        Assert.Equal("[::1]:2525", NotificationTarget.SecretHost(new() { Channel = "smtp", Smtp = new() { Host = "[::1]", Port = 2525 } }));
        var team = Assert.Single(validator.References(new() { Channel = "webhook", To = "https://a/x", Team = "t" }));
        Assert.Equal(("teams", "t", "spec.team", false), (team.Kind, team.Id, team.Path, team.Optional));
    }

    [Theory]
    [InlineData("T000/B000/XXXX", "https://hooks.slack.com/services/T000/B000/XXXX")]
    [InlineData("x y", null)]
    [InlineData("x\r\ny", null)]
    [InlineData("x@y", null)]
    [InlineData("x#y", null)]
    [InlineData("", null)]
    public void Fill_Secret_StaysWithinTheUrl(string secret, string? expected) =>
        Assert.Equal(expected, NotificationTarget.Fill("https://hooks.slack.com/services/{secret}", secret)?.ToString());

    private static Findings Check(string spec)
    {
        var findings = new Findings();
        var schema = ResourceSchema.Load("notifications");
        var body = JsonInspector.Parse(Encoding.UTF8.GetBytes($$"""{"spec":{{spec}}}"""), findings)!.Value;
        SchemaValidator.Validate(body, schema.Root, "", findings);
        if (!findings.Any) new NotificationValidator().Validate("n", body.GetProperty("spec").Deserialize(NotificationJson.Default.NotificationSpec)!, null, findings);
        return findings;
    }
}
