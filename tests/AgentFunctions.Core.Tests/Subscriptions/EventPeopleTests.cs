using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Subscriptions.Letters;
using AgentFunctions.TestKit.Hosting;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>Who is behind events, and what people hear of them.</summary>
public sealed class EventPeopleTests
{
    private const string BadInput = """{"topic":"orders","start":"agents/a","input":"${event.data.missing}"}""";
    private const string StartA = """{"topic":"orders","start":"agents/a"}""";

    [Fact]
    public async Task Publisher_IsKnownToTheRunAndToWhatFollowsFromIt()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "begin", StartA);
        await process.PutAsync("subscriptions", "next", """{"topic":"agentfunctions.runs","start":"agents/b"}""");
        var run = (await process.PublishAsync(by: "approver/ann")).Takers.Single().RunId!;

        await process.EndAsync(run);

        var next = process.Started[1].Split(' ')[1].Split(':')[1];
        Assert.Equal("subscriptions/begin", (await process.RunAsync(run)).StartedBy);
        Assert.Equal(["approver/ann"], await PublishersAsync(process, run));
        Assert.Equal(["approver/ann", "agent/a"], await PublishersAsync(process, next));
    }

    [Fact]
    public async Task Publisher_OfASignal_IsKnownToTheRunAndToWhatItStarts()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "begin", StartA);
        await process.PutAsync("subscriptions", "tell", """{"topic":"answers","signal":{"run":"${event.data.run}","event":"paid"}}""");
        await process.PutAsync("subscriptions", "next", """{"topic":"agentfunctions.runs","start":"agents/b"}""");
        var run = (await process.PublishAsync(by: "approver/ann")).Takers.Single().RunId!;

        await process.PublishAsync("2", "answers", data: $$"""{"run":"{{run}}"}""", by: "approver/bob");
        await process.PublishAsync("3", "answers", data: $$"""{"run":"{{run}}"}""", by: "approver/bob");

        Assert.Equal(["approver/ann", "approver/bob"], await PublishersAsync(process, run));
        var child = await process.Get<IRunWork>().StartChildAsync(Tenants.Default, new ChildRun { ParentRunId = run, StepId = "s1", Target = RunTarget.Parse("agents/a")!.Value, Input = EventProcess.Json("{}") }, CancellationToken.None);
        Assert.True(child.Error is null, child.Error?.Message);
        Assert.Equal(["approver/ann", "approver/bob", "agent/a"], child.Value!.PublishedBy);

        await process.EndAsync(run);

        Assert.Equal(["approver/ann", "approver/bob", "agent/a"], await PublishersAsync(process, process.Started[^1].Split(' ')[1].Split(':')[1]));
    }

    [Fact]
    public async Task WhoRedrivesADeadLetter_IsBehindTheRun_AlsoWhereItDiesAgainInBetween()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "begin", BadInput);
        await process.PublishAsync(by: "approver/ann");
        await RedriveAsync(process, "operator/ops");
        await process.PutAsync("subscriptions", "begin", StartA);
        await RedriveAsync(process, "approver/bob");

        Assert.Equal(["approver/ann", "operator/ops", "approver/bob"], await PublishersAsync(process, Assert.Single(process.Started).Split(' ')[1].Split(':')[1]));
        Assert.Empty(await process.LettersAsync());
    }

    [Fact]
    public async Task WhoCancelsARun_IsBehindWhatItsEndStarts()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "begin", StartA);
        await process.PutAsync("subscriptions", "next", """{"topic":"agentfunctions.runs","start":"agents/b"}""");
        var run = (await process.PublishAsync(by: "app/shop")).Takers.Single().RunId!;
        var caller = new Caller(new Principal(Tenants.Default, PrincipalKind.Approver, "ann"), "k", null, new FakeControlPlaneView()) { Access = Access.Platform };

        Assert.Null((await process.Get<RunControl>().DoAsync(RunViewer.Of(caller, AccessScopes.RunsStart), run, RunVerb.Cancel, null, CancellationToken.None)).Error);
        await process.EndAsync(run, RunStatus.Cancelled);

        Assert.Equal(["app/shop", "approver/ann", "agent/a"], await PublishersAsync(process, process.Started[^1].Split(' ')[1].Split(':')[1]));
    }

    private static async Task RedriveAsync(EventProcess process, string by)
    {
        var letter = Assert.Single(await process.LettersAsync());
        Assert.Null((await process.Get<DeadLetters>().DoAsync(Tenants.Default, Access.Platform.Teams(AccessScopes.EventsPublish), letter.Id, DeadLetterVerb.Redrive, by, CancellationToken.None)).Error);
    }

    private static async Task<IReadOnlyList<string>> PublishersAsync(EventProcess process, string run) => (await process.Get<IRunWork>().FindAsync(Tenants.Default, run, CancellationToken.None))!.PublishedBy;

    [Fact]
    public async Task ScheduledEvent_HasNoPublisher()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "nightly", """{"schedule":{"cron":"0 2 * * *"},"start":"agents/a"}""");
        await process.TurnAsync();
        await process.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Empty(await PublishersAsync(process, Assert.Single(process.Started).Split(' ')[1].Split(':')[1]));
    }

    [Fact]
    public async Task DeadLetter_IsNotifiedOnce_AlsoWhereTheStoreFailsInBetween()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "bad", BadInput);
        var steps = 0;
        for (var dieAt = 1; (await process.LettersAsync()).Count == 0 && dieAt < 100; dieAt++)
        {
            var operations = 0;
            process.Store.Before = () => Interlocked.Increment(ref operations) >= dieAt ? throw new DocumentStoreUnavailableException("killed") : Task.CompletedTask;
            try
            {
                await process.TryPublishAsync();
            }
            catch (DocumentStoreUnavailableException)
            {
                // Nothing is known: the sender asks again.
            }

            process.Time.Advance(TimeSpan.FromSeconds(20));
            operations = 0;
            await process.TurnAsync();
            process.Store.Before = null;
            steps = dieAt;
        }

        var notice = Assert.Single(await process.NoticesAsync());
        Assert.Equal(("subscriptions/bad", DeadLetterReasons.InputFailed), (notice.GetProperty("subject").GetString(), notice.GetProperty("data").GetProperty("reason").GetString()));
        Assert.True(steps > 3, $"only {steps} operations were tried");
    }

    [Fact]
    public async Task Approval_RequestedAndExpired_ArePublishedOnceAndWithoutTheAction()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "asked", """{"topic":"agentfunctions.approvals","filters":[{"exact":{"type":"agentfunctions.approval.requested"}}],"start":"agents/a","input":"${event.data}"}""");
        await process.PutAsync("subscriptions", "over", """{"topic":"agentfunctions.approvals","filters":[{"exact":{"type":"agentfunctions.approval.expired"}}],"start":"agents/b"}""");
        var approvals = process.Get<IApprovals>();
        var request = new ApprovalRequest
        {
            TenantId = Tenants.Default, Key = "k", Kind = ApprovalKind.Action, Action = EventProcess.Json("""{"tool":"refund","arguments":{"amount":12}}"""), Agent = "a", Team = "red", RequestedBy = "operator/ops",
            Rule = new ApproverRule { ExpiresAfter = TimeSpan.FromHours(1) },
        };

        var approval = (await approvals.RequestAsync(request, CancellationToken.None)).Value!;
        await approvals.RequestAsync(request, CancellationToken.None);

        var run = Assert.Single(process.Started).Split(' ')[1].Split(':')[1];
        var input = (await process.Get<IRunWork>().FindAsync(Tenants.Default, run, CancellationToken.None))!.Input;
        Assert.Equal((approval.Id, "pending", "a"), (input.GetProperty("approvalId").GetString(), input.GetProperty("status").GetString(), input.GetProperty("agent").GetString()));
        Assert.DoesNotContain("amount", input.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["operator/ops", "agent/a"], await PublishersAsync(process, run));
        Assert.Equal(1, (await process.RunAsync(run)).EventDepth);

        process.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(ApprovalStatus.Expired, (await approvals.FindAsync(Tenants.Default, approval.Id, CancellationToken.None))!.Status);
        Assert.Equal(2, process.Started.Count);
    }
}
