using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Subscriptions.Letters;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>Who is behind events, and what people hear of them.</summary>
public sealed class EventPeopleTests
{
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
        Assert.Equal(("subscriptions/begin", "approver/ann"), ((await process.RunAsync(run)).StartedBy, (await process.RunAsync(run)).PublishedBy));
        Assert.Equal("approver/ann", (await process.RunAsync(next)).PublishedBy);
        Assert.Equal("approver/ann", (await process.Get<IRunWork>().FindAsync(Tenants.Default, run, CancellationToken.None))!.PublishedBy);
    }

    [Fact]
    public async Task ScheduledEvent_HasNoPublisher()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "nightly", """{"schedule":{"cron":"0 2 * * *"},"start":"agents/a"}""");
        await process.TurnAsync();
        await process.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Null((await process.RunAsync(Assert.Single(process.Started).Split(' ')[1].Split(':')[1])).PublishedBy);
    }

    [Fact]
    public async Task DeadLetter_IsNotifiedOnce_AlsoWhereTheStoreFailsInBetween()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "bad", """{"topic":"orders","start":"agents/a","input":"${event.data.missing}"}""");
        var steps = 0;
        for (var dieAt = 1; (await process.LettersAsync()).Count == 0 && dieAt < 100; dieAt++)
        {
            var operations = 0;
            process.Store.Before = () => Interlocked.Increment(ref operations) >= dieAt ? throw new DocumentStoreUnavailableException("killed") : Task.CompletedTask;
            try
            {
                await process.PublishAsync();
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
        Assert.Equal(("operator/ops", 1), ((await process.RunAsync(run)).PublishedBy, (await process.RunAsync(run)).EventDepth));

        process.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(ApprovalStatus.Expired, (await approvals.FindAsync(Tenants.Default, approval.Id, CancellationToken.None))!.Status);
        Assert.Equal(2, process.Started.Count);
    }
}
