namespace AgentFunctions.Core.Tests.Resources;

public sealed class ViewTests
{
    [Fact]
    public async Task ResolveModel_ExactThenLongestPrefix()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        foreach (var id in new[] { "*", "gpt-*", "gpt-4*", "gpt-4o" }) await instance.PutAsync("models", id, """{"targets":[{"provider":"sim"}]}""");

        var view = (await instance.ViewAsync())!;

        Assert.Equal(
            ["gpt-4o", "gpt-4*", "gpt-*", "gpt-4*", "*", "*"],
            new[] { "gpt-4o", "gpt-4o-mini", "gpt-5", "gpt-4", "gpt", "GPT-4o" }.Select(n => view.ResolveModel(n)!.Id));
    }

    [Fact]
    public async Task ResolvePrice_NamedElseBestMatchThatIsInEffect()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("prices", "any", """{"match":"gpt-*","input":"9","output":"9"}""");
        await instance.PutAsync("prices", "gpt-4o", """{"input":"1","output":"1"}""");
        await instance.PutAsync("prices", "later", """{"match":"gpt-4o","input":"2","output":"2","effectiveFrom":"2026-01-02T00:00:00Z"}""");

        var view = (await instance.ViewAsync())!;

        Assert.Equal("gpt-4o", view.ResolvePrice(null, "gpt-4o")!.Id);
        Assert.Equal("any", view.ResolvePrice(null, "gpt-4o-mini")!.Id);
        Assert.Equal("any", view.ResolvePrice("any", "gpt-4o")!.Id);
        Assert.Null(view.ResolvePrice(null, "claude"));
        Assert.Null(view.ResolvePrice("later", "gpt-4o"));
        instance.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("later", (await instance.ViewAsync())!.ResolvePrice(null, "gpt-4o")!.Id);
    }

    [Fact]
    public async Task Spec_FieldsLeftOut_TakeTheirDefaults()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("agents", "bare", "{}");

        var view = (await instance.ViewAsync())!;
        var model = view.Models["sim-small"].Spec;
        var agent = (await view.FindAgentAsync("bare", CancellationToken.None))!.Spec;

        Assert.Equal((4096, 2, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)), (model.DefaultOutputTokens, model.Retry.Attempts, model.Timeouts.Connect, model.Timeouts.Total));
        Assert.Equal((5, TimeSpan.FromSeconds(30), 1), (model.Breaker.Failures, model.Breaker.Window, model.Targets[0].Weight));
        Assert.Equal((20, "trusted", 0), (agent.Limits.Steps, agent.UserInput, agent.Models.Count));
        Assert.Empty(view.Providers["sim"].Spec.Headers);
    }
}
