using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Approvals.Reading;

namespace AgentFunctions.Core.Tests.Approvals;

/// <summary>What people may say, and what comes of it.</summary>
public sealed class ApprovalDecisionTests : IAsyncLifetime
{
    private ApprovalWorld _world = null!;

    public async Task InitializeAsync() => _world = await ApprovalWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Answer_OfARunThatIsOver_StaysAnAnswer()
    {
        var asked = await _world.AskAsync(ApprovalWorld.Request() with { Kind = ApprovalKind.Input, ValueSchema = ApprovalWorld.Json("""{"type":"string"}""") });
        await _world.DecideAsync("ann", asked, ApprovalDecision.Answer, value: ApprovalWorld.Json("\"blue\""));
        var open = await _world.AskAsync(ApprovalWorld.Request("open"));

        await _world.Approvals.WithdrawAsync("default", "run_1", "over", CancellationToken.None);

        var after = await _world.FindAsync(asked);
        Assert.Equal((ApprovalStatus.Approved, "approver/ann"), (after.Status, Assert.Single(after.Votes).By));
        Assert.Equal(ApprovalStatus.Withdrawn, (await _world.FindAsync(open)).Status);
    }

    [Fact]
    public async Task Request_SameKeyAgain_IsTheSameQuestion()
    {
        var first = await _world.AskAsync();
        var again = await _world.AskAsync();
        await using var other = _world.Sibling();

        Assert.Matches("^apr_[0-9a-f]{32}$", first.Id);
        Assert.Equal((first.Id, first.Digest), (again.Id, again.Digest));
        Assert.Equal(first.Id, (await other.AskAsync()).Id);
        Assert.NotEqual(first.Id, (await _world.AskAsync(ApprovalWorld.Request("other"))).Id);
    }

    [Fact]
    public async Task Request_OfManyAtOnce_IsAskedOnce()
    {
        await using var other = _world.Sibling();

        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? _world : other).AskAsync()));

        Assert.Single(asked.Select(static a => a.Id).Distinct());
    }

    [Fact]
    public async Task Request_ActionWithLargeNumbers_IsKeptExactly()
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request(action: """{"id":9007199254740993,"price":0.10000000000000000000001}"""));

        Assert.Equal("""{"id":9007199254740993,"price":0.10000000000000000000001}""", (await _world.FindAsync(approval)).Canonical);
        Assert.Equal(9007199254740993, (await _world.FindAsync(approval)).Request.Action.GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Request_Malformed_IsRefused()
    {
        var good = ApprovalWorld.Request();
        ApprovalRequest[] bad =
        [
            good with { Key = "" }, good with { Key = new string('k', 513) }, good with { Action = ApprovalWorld.Json("[]") }, good with { Action = ApprovalWorld.Json("""{"a":1,"a":2}""") },
            good with { Action = ApprovalWorld.Json($$"""{"a":"{{new string('x', ApprovalLimits.MaxActionBytes)}}"}""") }, good with { Rule = new ApproverRule { Count = 0 } }, good with { Rule = new ApproverRule { Count = 17 } },
            good with { Rule = new ApproverRule { Approvers = ["ann"] } }, good with { Rule = new ApproverRule { Approvers = ["principals/ann"], Count = 2 } }, good with { Rule = new ApproverRule { ExpiresAfter = TimeSpan.Zero } },
            good with { Rule = new ApproverRule { ExpiresAfter = TimeSpan.FromDays(366) } }, good with { Rule = new ApproverRule { RemindEvery = TimeSpan.FromSeconds(1) } },
            good with { ValueSchema = ApprovalWorld.Json("{}") }, good with { Kind = ApprovalKind.Input, ValueSchema = ApprovalWorld.Json("""{"$ref":"#"}""") },
            good with { Kind = ApprovalKind.Input, ValueSchema = ApprovalWorld.Json("""{"type":"string","format":"date"}""") }, good with { Signal = new DecisionSignal("i", "") },
        ];

        foreach (var request in bad) Assert.Equal((400, "invalid_request"), await CodeAsync(request));
        async Task<(int?, string?)> CodeAsync(ApprovalRequest request) => (await _world.Approvals.RequestAsync(request, CancellationToken.None)).Error is { } error ? (error.Status, error.Code) : (null, null);
    }

    [Fact]
    public async Task Decide_SameAgain_ChangesNothing()
    {
        var approval = await _world.AskAsync();
        var first = await _world.DecideAsync("ann", approval, comment: "fine");
        var again = await _world.DecideAsync("ann", approval, comment: "fine");

        Assert.Equal(first.Votes, again.Votes);
        Assert.Equal((409, "approval_decided"), Code(await _world.TryDecideAsync("ann", approval, ApprovalDecision.Deny)));
        Assert.Equal((409, "approval_decided"), Code(await _world.TryDecideAsync("bob", approval)));
    }

    [Fact]
    public async Task Decide_OneDenial_Denies_AlsoOfWhoApprovedBefore()
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { Rule = new ApproverRule { Count = 3 } });
        await _world.DecideAsync("ann", approval);
        await _world.DecideAsync("bob", approval);

        var denied = await _world.DecideAsync("ann", approval, ApprovalDecision.Deny, "I read it again");

        Assert.Equal(ApprovalStatus.Denied, denied.Status);
        Assert.Equal((403, "approval_denied"), Code(await _world.UseAsync(approval)));
    }

    [Theory]
    [InlineData(ApprovalKind.Action, ApprovalDecision.Happened)]
    [InlineData(ApprovalKind.Action, ApprovalDecision.Answer)]
    [InlineData(ApprovalKind.Outcome, ApprovalDecision.Approve)]
    [InlineData(ApprovalKind.Outcome, ApprovalDecision.Deny)]
    [InlineData(ApprovalKind.Input, ApprovalDecision.Approve)]
    public async Task Decide_WordOfAnotherKind_IsRefused(ApprovalKind kind, ApprovalDecision decision)
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { Kind = kind });

        Assert.Equal((400, "invalid_request"), Code(await _world.TryDecideAsync("ann", approval, decision)));
    }

    [Fact]
    public async Task Decide_Outcome_NeedsAsManyWhoSayTheSame()
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { Kind = ApprovalKind.Outcome, Rule = new ApproverRule { Count = 2 }, ValueSchema = ApprovalWorld.Json("""{"type":"object","properties":{"ref":{"type":"string"}},"required":["ref"]}""") });
        await _world.DecideAsync("ann", approval, ApprovalDecision.DidNotHappen);
        Assert.Equal(ApprovalStatus.Pending, (await _world.DecideAsync("bob", approval, ApprovalDecision.Happened, value: ApprovalWorld.Json("""{"ref":"r1"}"""))).Status);
        Assert.Equal(ApprovalStatus.Pending, (await _world.DecideAsync("ann", approval, ApprovalDecision.Happened, value: ApprovalWorld.Json("""{"ref":"r2"}"""))).Status);

        var decided = await _world.DecideAsync("cat", approval, ApprovalDecision.Happened, value: ApprovalWorld.Json("""{ "ref" : "r1" }"""));

        Assert.Equal(ApprovalStatus.Approved, decided.Status);
        Assert.Equal("r1", decided.Value!.Value.GetProperty("ref").GetString());
    }

    [Theory]
    [InlineData("\"yes\"", true)]
    [InlineData("\"perhaps\"", false)]
    [InlineData("1", false)]
    [InlineData("null", false)]
    [InlineData(null, false)]
    public async Task Decide_Answer_MustFitItsSchema(string? value, bool isGood)
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { Kind = ApprovalKind.Input, ValueSchema = ApprovalWorld.Json("""{"type":"string","enum":["yes","no"]}""") });

        var outcome = await _world.TryDecideAsync("ann", approval, ApprovalDecision.Answer, value: value is null ? null : ApprovalWorld.Json(value));

        Assert.Equal(isGood ? (null, null) : (400, "invalid_request"), Code(outcome));
    }

    [Fact]
    public async Task BreakGlass_WithTheScopeAndAComment_DecidesAlone()
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { Rule = new ApproverRule { Approvers = ["principals/ann", "principals/bob"], Count = 2 } });
        Assert.Equal((400, "invalid_request"), Code(await _world.TryDecideAsync("fire", approval, breakGlass: true)));
        Assert.Equal((400, "invalid_request"), Code(await _world.TryDecideAsync("fire", approval, breakGlass: true, comment: "  ")));

        var decided = await _world.DecideAsync("fire", approval, breakGlass: true, comment: "the shop burns");

        Assert.Equal((ApprovalStatus.Approved, true), (decided.Status, decided.Votes[^1].IsBreakGlass));
        Assert.Equal("critical", (await _world.NoticesAsync()).Single(static n => n.GetProperty("type").GetString() == "approval.break_glass").GetProperty("severity").GetString());
    }

    [Theory]
    [InlineData("fire", false)]
    [InlineData("ops", true)]
    [InlineData("ann", true)]
    public async Task BreakGlass_WithoutSayingSoOrWithoutTheScope_IsRefused(string person, bool breakGlass)
    {
        var approval = await _world.AskAsync();

        Assert.Equal((403, "not_entitled"), Code(await _world.TryDecideAsync(person, approval, breakGlass: breakGlass, comment: "now")));
    }

    [Fact]
    public async Task BreakGlass_OverridesNeitherDigestNorTimeNorOwnership()
    {
        var approval = await _world.AskAsync();
        var own = await _world.AskAsync(ApprovalWorld.Request("own") with { RequestedBy = "operator/fire" });

        Assert.Equal((409, "approval_stale"), Code(await _world.TryDecideAsync("fire", approval, breakGlass: true, comment: "now", digest: own.Digest)));
        Assert.Equal((403, "not_entitled"), Code(await _world.TryDecideAsync("fire", own, breakGlass: true, comment: "now")));
        _world.Time.SetUtcNow(approval.ExpiresAt);
        Assert.Equal((410, "approval_expired"), Code(await _world.TryDecideAsync("fire", approval, breakGlass: true, comment: "now")));
    }

    [Fact]
    public async Task List_ShowsWhatThePersonMaySee_NewestFirst()
    {
        List<string> ids = [];
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await _world.AskAsync(ApprovalWorld.Request($"k{i}") with { RunId = i < 2 ? "run_a" : "run_b" })).Id);
            _world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await _world.DecideAsync("ann", await _world.AskAsync(ApprovalWorld.Request("k0") with { RunId = "run_a" }));
        var first = await _world.ListAsync("ann", limit: 2);
        var rest = await _world.ListAsync("ann", limit: 5, cursor: first.NextCursor);

        Assert.Equal(ids, first.Items.Concat(rest.Items).Select(static a => a.Id));
        Assert.Empty((await _world.ListAsync("blue")).Items);
        Assert.Equal(ids[..4], (await _world.ListAsync("ann", new ApprovalFilter(ApprovalStatus.Pending, null, null))).Items.Select(static a => a.Id));
        Assert.Equal(ids[3..], (await _world.ListAsync("ann", new ApprovalFilter(null, "triage", "run_a"))).Items.Select(static a => a.Id));
        _world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Empty((await _world.ListAsync("ann", new ApprovalFilter(ApprovalStatus.Pending, null, null))).Items);
        Assert.Equal(ids[..4], (await _world.ListAsync("ann", new ApprovalFilter(ApprovalStatus.Expired, null, null))).Items.Select(static a => a.Id));
        Assert.Equal(2, (await _world.Control.Get<ApprovalReader>().OfRunAsync("default", "run_a", CancellationToken.None)).Count);
    }

    [Fact]
    public async Task List_LargeActions_EndsThePageSooner()
    {
        for (var i = 0; i < 45; i++) await _world.AskAsync(ApprovalWorld.Request($"k{i}", $$"""{"a":"{{new string('x', 60 * 1024)}}"}"""));

        var page = await _world.ListAsync("ann", limit: 500);
        var rest = await _world.ListAsync("ann", limit: 500, cursor: page.NextCursor);

        Assert.InRange(page.Items.Count, 30, 40);
        Assert.Equal(45, page.Items.Concat(rest.Items).Select(static a => a.Id).Distinct().Count());
    }

    private static (int?, string?) Code(Core.Errors.Outcome<Approval> outcome) => outcome.Error is { } error ? (error.Status, error.Code) : (null, null);
}
