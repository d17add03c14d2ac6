using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Subscriptions.Letters;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>Every event sets off what it should, once, whatever happens in between.</summary>
public sealed class EventDeliveryTests
{
    private const string StartA = """{"topic":"orders","start":"agents/a"}""";

    [Fact]
    public async Task Publish_StoreGoneFromAnyOperationOn_OneRunForEachSubscriptionAndNoneLost()
    {
        var steps = 0;
        for (var dieAt = 1; ; dieAt++)
        {
            await using var first = await new EventProcess().DeclareAsync();
            await first.PutAsync("subscriptions", "one", StartA);
            await first.PutAsync("subscriptions", "two", """{"topic":"*","start":"agents/b","input":"${event.data}"}""");
            var operations = 0;
            first.Store.Before = () => Interlocked.Increment(ref operations) >= dieAt ? throw new DocumentStoreUnavailableException("killed") : Task.CompletedTask;
            var isAnswered = false;
            try
            {
                isAnswered = (await first.Get<Core.Subscriptions.Publishing.EventIntake>().PublishAsync(Tenants.Default, new() { Topic = "orders", Event = EventProcess.Event("1"), By = "app/shop" }, CancellationToken.None)).Value is not null;
            }
            catch (DocumentStoreUnavailableException)
            {
                // Nothing is known: the sender asks again.
            }

            await using var second = new EventProcess(first);
            second.Time.Advance(TimeSpan.FromSeconds(20));
            await second.TurnAsync();
            if (!isAnswered)
            {
                await second.PublishAsync();
                await second.TurnAsync();
            }

            foreach (var job in second.Get<IEnumerable<Core.Jobs.IScheduledJob>>().Where(static j => j.Name == "run-starts")) await job.RunAsync(CancellationToken.None);
            Assert.True(second.Started.Count == 2 && second.Started.Distinct().Count() == 2, $"died at {dieAt}: {string.Join(", ", second.Started)}");
            Assert.True((await second.PublishAsync()).IsRepeat, $"died at {dieAt}");
            Assert.Empty(await second.LettersAsync());
            Assert.Empty(await second.DueAsync());
            if (operations < dieAt) break;
            steps = dieAt;
        }

        Assert.True(steps > 15, $"only {steps} operations were tried");
    }

    [Fact]
    public async Task Publish_SameEventByTwoProcesses_IsOneRunAndTheSameAnswer()
    {
        await using var first = await new EventProcess().DeclareAsync();
        await using var second = new EventProcess(first);
        await first.PutAsync("subscriptions", "one", StartA);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? first : second).PublishAsync()));
        Assert.Single(answers, static a => !a.IsRepeat);
        Assert.Single(answers.Select(static a => a.Takers.Single().RunId).Distinct());
        Assert.Single(first.Started);
        Assert.False((await first.PublishAsync("2")).IsRepeat);
        Assert.Equal(2, first.Started.Count);
    }

    [Fact]
    public async Task Publish_MoreSubscriptionsThanABatchHolds_EachGetsIt()
    {
        await using var process = await new EventProcess().DeclareAsync();
        for (var i = 0; i < 150; i++) await process.PutAsync("subscriptions", $"s-{i}", StartA);
        Assert.Equal(150, (await process.PublishAsync()).Takers.Count);
        Assert.Equal(150, process.Started.Count);
        Assert.Empty(await process.DueAsync());
    }

    [Fact]
    public async Task Publish_Teams_GetTheirOwnAndTheTenantAll()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "red", """{"team":"red","topic":"orders","start":"agents/a"}""");
        await process.PutAsync("subscriptions", "blue", """{"team":"blue","topic":"orders","start":"agents/b"}""");
        await process.PutAsync("subscriptions", "all", StartA);
        await process.PutAsync("subscriptions", "far", StartA, "far");
        Assert.Equal(["all", "red"], (await process.PublishAsync(team: "red")).Takers.Select(static t => t.Subscription));

        // The same id of another team is another event: nobody takes another's ids.
        var blue = await process.PublishAsync(team: "blue");
        Assert.False(blue.IsRepeat);
        Assert.Equal(["all", "blue"], blue.Takers.Select(static t => t.Subscription));
        Assert.Equal(["all"], (await process.PublishAsync()).Takers.Select(static t => t.Subscription));
        Assert.Equal(["far"], (await process.PublishAsync(tenant: "far")).Takers.Select(static t => t.Subscription));
        Assert.DoesNotContain(process.Started.Take(5), static s => s.Contains("far:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Put_TeamsSubscription_StartsOnlyWhatIsTheTeams()
    {
        await using var process = await new EventProcess().DeclareAsync();
        var error = (await process.TryPutAsync("subscriptions", "red", """{"team":"red","topic":"orders","start":"agents/b"}""")).Error!;
        Assert.Equal("spec.start", error.Details![0].Path);

        // Moved away since: at the start it counts again.
        await process.PutAsync("subscriptions", "red", """{"team":"red","topic":"orders","start":"agents/a","retry":{"attempts":1}}""");
        await process.PutAsync("agents", "a", """{"team":"blue"}""");
        await process.PublishAsync(team: "red");
        Assert.Empty(process.Started);
        Assert.Equal(DeadLetterReasons.AttemptsUsed, Assert.Single(await process.LettersAsync()).Reason);
    }

    [Fact]
    public async Task Deliver_InputThatTheWorkflowRefuses_IsDeadAtOnce()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("workflows", "w", """{"team":"red","agent":"a","input":{"type":"object","required":["who"],"properties":{"who":{"type":"string"} } },"steps":[{"id":"s","type":"set","values":{"v":1}}]}""");
        await process.PutAsync("subscriptions", "one", """{"team":"red","topic":"orders","start":"workflows/w","input":{"whom":"x"}}""");

        await process.PublishAsync(team: "red");

        Assert.Empty(process.Started);
        Assert.Equal(DeadLetterReasons.InputFailed, Assert.Single(await process.LettersAsync()).Reason);
    }

    [Fact]
    public async Task Deliver_EngineOutOfReach_IsTriedAgainThenDeadThenRedrivenOnce()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "one", """{"topic":"orders","start":"agents/a","input":{"n":"${event.data.n}"},"retry":{"attempts":3}}""");
        await process.PutAsync("agents", "a", """{"team":"red","models":[]}""");
        await process.PutAsync("subscriptions", "gone", """{"topic":"orders","start":"agents/b","retry":{"attempts":2}}""");
        await process.PublishAsync();
        var letter = Assert.Single(await process.LettersAsync());
        Assert.Equal((DeadLetterReasons.InputFailed, "one"), (letter.Reason, letter.Subscription));
        Assert.Single(process.Started);

        // Corrected, it is delivered; done twice at once, once.
        await process.PutAsync("subscriptions", "one", StartA);
        var (letters, teams) = (process.Get<DeadLetters>(), Access.Platform.Teams(AccessScopes.EventsPublish));
        var done = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => letters.DoAsync(Tenants.Default, teams, letter.Id, DeadLetterVerb.Redrive, "operator/ops", CancellationToken.None).AsTask()));
        Assert.Single(done, static d => d.Error is null);
        Assert.Equal(2, process.Started.Count);
        Assert.Empty(await process.LettersAsync());
    }

    [Fact]
    public async Task Deliver_TargetGone_BacksOffUntilItsAttemptsAreUsed()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "tell", """{"topic":"paid","signal":{"run":"${event.data.run}","event":"paid"},"retry":{"attempts":3}}""");
        await process.PublishAsync(topic: "paid", data: """{"run":"run_unknown"}""");
        Assert.Single(await process.DueAsync());
        await process.AdvanceAsync(TimeSpan.FromMilliseconds(500));
        Assert.Empty(await process.LettersAsync());
        await process.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(await process.LettersAsync());
        await process.AdvanceAsync(TimeSpan.FromSeconds(6));
        var letter = Assert.Single(await process.LettersAsync());
        Assert.Equal((DeadLetterReasons.NoRun, 3), (letter.Reason, letter.Attempts));
        Assert.Empty(await process.DueAsync());

        // Kept by its own retention, then gone.
        process.Time.Advance(TimeSpan.FromDays(31));
        Assert.Empty(await process.LettersAsync());
    }

    [Fact]
    public async Task Signal_OpenRun_IsTold()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "begin", StartA);
        await process.PutAsync("subscriptions", "tell", """{"team":"red","topic":"paid","signal":{"run":"${event.data.run}","event":"paid"}}""");
        await process.PutAsync("subscriptions", "other", """{"team":"blue","topic":"paid","signal":{"run":"${event.data.run}","event":"paid"},"retry":{"attempts":1}}""");
        var run = (await process.PublishAsync(team: "red")).Takers.Single().RunId!;
        await process.PublishAsync(topic: "paid", team: "red", data: $$"""{"run":"{{run}}"}""");
        await process.PublishAsync(topic: "paid", team: "blue", data: $$"""{"run":"{{run}}"}""");
        Assert.Equal($"raise {RunWorkflows.InstanceOf(Tenants.Default, run)} paid", Assert.Single(process.Engine.Calls, static c => c.StartsWith("raise", StringComparison.Ordinal)));
        Assert.Equal("other", Assert.Single(await process.LettersAsync()).Subscription);
    }

    [Fact]
    public async Task RunEnd_ListenedTo_SetsOffTheNextUntilItIsALoop()
    {
        await using var process = await new EventProcess().DeclareAsync();
        await process.PutAsync("subscriptions", "begin", StartA);
        await process.PutAsync("subscriptions", "again", """{"topic":"agentfunctions.runs","filters":[{"exact":{"type":"agentfunctions.run.completed"}}],"filter":"event.data.output.ok","start":"agents/a"}""");
        var run = (await process.PublishAsync()).Takers.Single().RunId!;
        for (var depth = 0; depth < 8; depth++)
        {
            Assert.Equal(depth + 1, process.Started.Count);
            var next = process.Started[depth].Split(' ')[1].Split(':')[1];
            Assert.Equal(depth, (await process.RunAsync(next)).EventDepth);
            await process.EndAsync(next, output: """{"ok":true}""");

            // Told again, as the job may, it is the same event.
            await process.EndAsync(next, output: """{"ok":true}""");
        }

        Assert.Equal(9, process.Started.Count);
        await process.EndAsync(process.Started[8].Split(' ')[1].Split(':')[1], output: """{"ok":true}""");
        Assert.Equal(9, process.Started.Count);
        Assert.Equal(DeadLetterReasons.DepthExceeded, Assert.Single(await process.LettersAsync()).Reason);
        Assert.StartsWith("run_", run, StringComparison.Ordinal);
    }
}
