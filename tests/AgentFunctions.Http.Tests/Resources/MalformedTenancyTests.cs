namespace AgentFunctions.Http.Tests.Resources;

/// <summary>The same for tenants, teams, principals, their keys, and notifications.</summary>
public sealed class MalformedTenancyTests
{
    /// <summary>Kind, body, path of the finding, words of the cure.</summary>
    public static TheoryData<string, string, string, string> Rows => new()
    {
        { "tenants", """{"spec":{"name":"x"}}""", "spec.name", "unknown field" },
        { "tenants", """{"spec":{"displayName":5}}""", "spec.displayName", "must be a string" },
        { "tenants", """{"spec":{"timeZone":"Mars/Olympus"}}""", "spec.timeZone", "IANA name" },
        { "tenants", """{"spec":{"timeZone":"../../etc/passwd"}}""", "spec.timeZone", "IANA name" },
        { "tenants", """{"spec":{"timeZone":60}}""", "spec.timeZone", "must be a string" },
        { "tenants", """{"spec":{"key":"PASTED"}}""", "spec.key", "unknown field" },
        { "tenants", """{"spec":[]}""", "spec", "must be an object" },

        { "teams", """{"spec":{"model":["a"]}}""", "spec.model", "did you mean 'models'" },
        { "teams", """{"spec":{"models":"a"}}""", "spec.models", "must be an array" },
        { "teams", """{"spec":{"models":["gone"]}}""", "spec.models[0]", "create it first" },
        { "teams", """{"spec":{"models":["a*b"]}}""", "spec.models[0]", "followed by *" },
        { "teams", """{"spec":{"models":["*","*"]}}""", "spec.models[1]", "repeats an earlier entry" },
        { "teams", """{"spec":{"contacts":[""]}}""", "spec.contacts[0]", "must not be empty" },
        { "teams", """{"spec":{"contacts":{"a":"b"}}}""", "spec.contacts", "must be an array" },
        { "teams", """{"spec":{"costCenter":"1"}}""", "spec.costCenter", "did you mean 'costCentre'" },

        { "principals", """{"spec":{}}""", "spec.type", "is required" },
        { "principals", """{"spec":{"type":"admin"}}""", "spec.type", "operator, approver, auditor, app" },
        { "principals", """{"spec":{"type":"app","grants":[{"scopes":["keys:*"]}]}}""", "spec.grants[0].scopes[0]", "keys:write" },
        { "principals", """{"spec":{"type":"app","grants":[{"scopes":["principals:write"]}]}}""", "spec.grants[0].scopes[0]", "beyond the role app" },
        { "principals", """{"spec":{"type":"operator","grants":[{"scopes":["approvals:decide"]}]}}""", "spec.grants[0].scopes[0]", "beyond the role operator" },
        { "principals", """{"spec":{"type":"auditor","grants":[{"scopes":["resources:write"]}]}}""", "spec.grants[0].scopes[0]", "beyond the role auditor" },
        { "principals", """{"spec":{"type":"app","grants":[{"team":"t"}]}}""", "spec.grants[0].scopes", "is required for an app" },
        { "principals", """{"spec":{"type":"operator","grants":[{"team":"nobody"}]}}""", "spec.grants[0].team", "create it first" },
        { "principals", """{"spec":{"type":"operator","grants":[{"scopes":["keys:write","keys:write"]}]}}""", "spec.grants[0].scopes[1]", "repeats an earlier entry" },
        { "principals", """{"spec":{"type":"approver","grants":[{"scopes":["approvals:break-glass"]}]}}""", "spec.grants[0].scopes[0]", "beyond the role approver" },
        { "principals", """{"spec":{"type":"app","grants":[{"scopes":["approvals:break-glass"]}]}}""", "spec.grants[0].scopes[0]", "beyond the role app" },
        { "principals", """{"spec":{"type":"approver","groups":["a b"]}}""", "spec.groups[0]", "does not match" },
        { "principals", """{"spec":{"type":"approver","groups":["a","a"]}}""", "spec.groups[1]", "repeats an earlier entry" },
        { "principals", """{"spec":{"type":"operator","grants":{}}}""", "spec.grants", "must be an array" },
        { "principals", """{"spec":{"type":"operator","password":"PASTED"}}""", "spec.password", "unknown field" },

        { "agents", """{"spec":{"team":"nobody"}}""", "spec.team", "create it first" },
        { "agents", """{"spec":{"sponser":"a"}}""", "spec.sponser", "did you mean 'sponsor'" },
        { "agents", """{"spec":{"state":"killed"}}""", "spec.state", "unknown field" },

        { "keys", """{"spec":{"agent":"demo","principal":"p"}}""", "spec", "not both" },
        { "keys", """{"spec":{"principal":"nobody"}}""", "spec.principal", "create it first" },
        { "keys", """{"spec":{"agent":"demo","models":[]}}""", "spec.models", "leave it out" },
        { "keys", """{"spec":{"agent":"demo","sources":[]}}""", "spec.sources", "leave it out" },
        { "keys", """{"spec":{"agent":"demo","sources":["10.0.0.1"]}}""", "spec.sources[0]", "CIDR" },
        { "keys", """{"spec":{"agent":"demo","sources":["10.0.0.1/8"]}}""", "spec.sources[0]", "no bits set" },
        { "keys", """{"spec":{"agent":"demo","sources":["10.0.0.0/33"]}}""", "spec.sources[0]", "CIDR" },

        { "notifications", """{"spec":{}}""", "spec.channel", "is required" },
        { "notifications", """{"spec":{"channel":"pager","to":"https://a.example","events":["*"]}}""", "spec.channel", "webhook, teams, slack, smtp" },
        { "notifications", """{"spec":{"channel":"webhook","to":"http://a.example","events":["*"]}}""", "spec.to", "https://" },
        { "notifications", """{"spec":{"channel":"webhook","to":"https://u:PASTED@a.example","events":["*"]}}""", "spec.to", "user name or password" },
        { "notifications", """{"spec":{"channel":"webhook","to":"https://a.example#x","events":["*"]}}""", "spec.to", "fragment" },
        { "notifications", """{"spec":{"channel":"webhook","to":"https://a.example/{secret}","events":["*"]}}""", "spec.to", "teams and slack only" },
        { "notifications", """{"spec":{"channel":"slack","to":"https://{secret}.example/x","events":["*"],"secretRef":"s"}}""", "spec.to", "the host is literal" },
        { "notifications", """{"spec":{"channel":"slack","to":"https://a.example/{secret}","events":["*"]}}""", "spec.secretRef", "names the secret" },
        { "notifications", """{"spec":{"channel":"webhook","to":"https://a.example","events":[]}}""", "spec.events", "at least 1" },
        { "notifications", """{"spec":{"channel":"webhook","to":"https://a.example","events":["Key.*"]}}""", "spec.events[0]", "key.expired" },
        { "notifications", """{"spec":{"channel":"webhook","to":"https://a.example","events":["*"],"minSeverity":"low"}}""", "spec.minSeverity", "info, warning, critical" },
        { "notifications", """{"spec":{"channel":"webhook","to":"https://a.example","events":["*"],"team":"nobody"}}""", "spec.team", "create it first" },
        { "notifications", """{"spec":{"channel":"webhook","to":"https://a.example","events":["*"],"secret":"PASTED"}}""", "spec.secret", "unknown field" },
        { "notifications", """{"spec":{"channel":"smtp","to":"a@b.example","events":["*"]}}""", "spec.smtp", "is required for smtp" },
        { "notifications", """{"spec":{"channel":"smtp","to":"nobody","events":["*"],"smtp":{"host":"m.example","from":"a@b.example"}}}""", "spec.to", "mail addresses" },
        { "notifications", """{"spec":{"channel":"smtp","to":"a@b.example","events":["*"],"smtp":{"host":"m.example","from":"a@b.example","password":"PASTED"}}}""", "spec.smtp.password", "unknown field" },
        { "notifications", """{"spec":{"channel":"smtp","to":"a@b.example","events":["*"],"smtp":{"host":"m.example","from":"a@b.example","security":"none"}}}""", "spec.smtp.security", "starttls or tls" },
        { "notifications", """{"spec":{"channel":"smtp","to":"a@b.example","events":["*"],"smtp":{"host":"m.example","from":"a@b.example","port":0}}}""", "spec.smtp.port", "must be at least 1" },
        { "notifications", """{"spec":{"channel":"smtp","to":"a@b.example","events":["*"],"secretRef":"s","smtp":{"host":"m.example","from":"a@b.example"}}}""", "spec.smtp.username", "password needs a user name" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Put_Malformed_Is400WithPathAndCure(string kind, string body, string path, string cure)
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();

        await MalformedResource.CheckAsync(app, kind, body, path, cure);
    }
}
