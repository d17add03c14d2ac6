using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Approvals.Telling;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Approvals;

/// <summary>The page of an approval: nothing before a key, nothing of others that a browser could take for its own, no form from elsewhere.</summary>
public sealed partial class ApprovalPageTests : IAsyncLifetime
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\\\" onmouseover=\\\"x &lt; \\u202Egnp.exe\\u200B";

    private ApprovalsApp _app = null!;

    public async Task InitializeAsync() => _app = await ApprovalsApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Get_WithoutAKey_IsTheSameForEveryId()
    {
        var approval = await _app.AskAsync();
        using var client = new HttpClient { BaseAddress = _app.App.Address };

        var there = await client.GetStringAsync($"/approvals/{approval.Id}");
        var nowhere = await client.GetStringAsync("/approvals/apr_00000000000000000000000000000000");

        Assert.Equal(nowhere, there);
        Assert.Contains("type=\"password\"", there, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_KeepTheBrowserFromEverythingElse()
    {
        using var client = new HttpClient { BaseAddress = _app.App.Address };
        using var page = await client.GetAsync("/approvals/x");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();

        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(("DENY", "nosniff"), (page.Headers.GetValues("X-Frame-Options").Single(), page.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task View_ThenApprove_Decides()
    {
        var approval = await _app.AskAsync();

        var (status, html, _) = await _app.PostPageAsync(approval.Id, Fields("zoe", "view"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(approval.Digest, html, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(approval.Canonical).Replace("&#39;", "&#x27;", StringComparison.Ordinal), html, StringComparison.Ordinal);
        Assert.DoesNotContain(_app.Key("zoe"), html, StringComparison.Ordinal);
        Assert.Equal("pending", await StatusAsync(approval));

        var decided = await _app.PostPageAsync(approval.Id, Fields("zoe", "approve", approval.Digest, ("comment", "checked")));
        Assert.Equal(HttpStatusCode.OK, decided.Status);
        Assert.DoesNotContain(_app.Key("zoe"), decided.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<button", decided.Html, StringComparison.Ordinal);
        Assert.Equal("approved", await StatusAsync(approval));
    }

    [Theory]
    [InlineData("agent", 403)]
    [InlineData("bea", 404)]
    [InlineData("far-zoe", 404)]
    [InlineData("nobody", 401)]
    public async Task View_WithAKeyThatMayNot_ShowsNothing(string who, int status)
    {
        var approval = await _app.AskAsync();
        var fields = who == "nobody" ? new Dictionary<string, string> { ["key"] = "ok_default.k.x", ["do"] = "view" } : Fields(who, "view");

        var answer = await _app.PostPageAsync(approval.Id, fields);

        Assert.Equal(status, (int)answer.Status);
        Assert.DoesNotContain("refund", answer.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(approval.Digest, answer.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ann", 403)]
    [InlineData("ops", 403)]
    [InlineData("bea", 404)]
    public async Task Approve_ByWhoMayNot_IsRefused(string who, int status)
    {
        var approval = await _app.AskAsync();

        Assert.Equal(status, (int)(await _app.PostPageAsync(approval.Id, Fields(who, "approve", approval.Digest))).Status);
        Assert.Equal("pending", await StatusAsync(approval));
    }

    [Fact]
    public async Task Approve_OfAnotherDigest_IsRefusedBesideWhatItIs()
    {
        var approval = await _app.AskAsync();
        var other = await _app.AskAsync("other", """{"tool":"mail"}""");

        var answer = await _app.PostPageAsync(approval.Id, Fields("zoe", "approve", other.Digest));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains(approval.Digest, answer.Html, StringComparison.Ordinal);
        Assert.Equal("pending", await StatusAsync(approval));
    }

    [Fact]
    public async Task Post_FromElsewhere_IsRefused()
    {
        var approval = await _app.AskAsync();
        var own = $"http://{_app.App.Address.Authority}";
        (string, string)[][] foreign =
        [
            [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Sec-Fetch-Site", "none")], [("Sec-Fetch-Site", "cross-site"), ("Origin", own)], [("Origin", "https://evil.example")], [("Origin", "null")],
            [("Origin", own + ".evil.example")], [("x-nothing", "1")],
        ];

        foreach (var headers in foreign)
        {
            var answer = await _app.PostPageAsync(approval.Id, Fields("zoe", "approve", approval.Digest), headers);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.DoesNotContain("refund", answer.Html, StringComparison.Ordinal);
        }

        Assert.Equal("pending", await StatusAsync(approval));
        Assert.Equal(HttpStatusCode.OK, (await _app.PostPageAsync(approval.Id, Fields("zoe", "approve", approval.Digest), ("Origin", own))).Status);
    }

    [Fact]
    public async Task Text_OfOthers_IsTextAndAllOfItIsSeen()
    {
        var approval = await _app.AskAsync(action: $$"""{"{{Hostile}}":"{{Hostile}}"}""", with: static r => r with { StepId = "</code><script>", Rule = new ApproverRule { Count = 2 } });
        await _app.DecideAsync("yan", approval, rest: $$""","comment":"{{Hostile}}\n</pre><form action=//evil.example>" """);

        var (_, html, _) = await _app.PostPageAsync(approval.Id, Fields("zoe", "view"));

        Assert.Equal(["html", "head", "meta", "meta", "meta", "title", "style", "body"], Tags(html).Take(8));
        Assert.DoesNotContain(Tags(html), static tag => tag is "script" or "img" or "a" or "iframe" or "link" or "svg");
        Assert.Single(Tags(html), static tag => tag == "form");
        Assert.DoesNotMatch("<[a-z]+[^>]* on[a-z]+=", html);
        Assert.DoesNotContain('\u202e', html);
        Assert.DoesNotContain("&#x202E;", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\\u202e", html, StringComparison.Ordinal);
        Assert.Contains("\\u200b", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OnThePage_TakesJson()
    {
        var approval = await _app.AskAsync(with: static r => r with { Kind = ApprovalKind.Input, ValueSchema = JsonElement.Parse("""{"type":"string","enum":["yes","no"]}""") });

        Assert.Equal(HttpStatusCode.BadRequest, (await _app.PostPageAsync(approval.Id, Fields("zoe", "answer", approval.Digest, ("value", "yes")))).Status);
        Assert.Equal(HttpStatusCode.OK, (await _app.PostPageAsync(approval.Id, Fields("zoe", "answer", approval.Digest, ("value", "\"yes\"")))).Status);
        Assert.Equal("approved", await StatusAsync(approval));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://agents.example.com/gateway/")]
    public async Task Links_LeadToThePage(string? publicUrl)
    {
        await using var app = await ApprovalsApp.StartAsync(services => services.Configure<ApprovalsOptions>(o => o.PublicUrl = publicUrl));

        var link = app.App.Services.GetRequiredService<ApprovalLinks>().Of("apr_1");

        Assert.Equal(publicUrl is null ? $"http://{app.App.Address.Authority}/approvals/apr_1" : "https://agents.example.com/gateway/approvals/apr_1", link);
    }

    private Dictionary<string, string> Fields(string who, string what, string? digest = null, params (string Name, string Value)[] more)
    {
        var fields = more.ToDictionary(static m => m.Name, static m => m.Value);
        (fields["key"], fields["do"]) = (_app.Key(who), what);
        if (digest is not null) fields["digest"] = digest;
        return fields;
    }

    private async Task<string?> StatusAsync(Approval approval) => (await _app.GetAsync("zoe", "/" + approval.Id)).Json.GetProperty("status").GetString();

    private static IEnumerable<string> Tags(string html) => Tag().Matches(html).Select(static m => m.Groups[1].Value);

    [GeneratedRegex("<([a-zA-Z0-9]+)")]
    private static partial Regex Tag();
}
