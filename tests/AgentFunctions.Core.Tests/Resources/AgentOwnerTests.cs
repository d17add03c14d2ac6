namespace AgentFunctions.Core.Tests.Resources;

/// <summary>Owners keep people out of approvals: what was meant to and would keep nobody out is not taken.</summary>
public sealed class AgentOwnerTests
{
    [Theory]
    [InlineData("olga")]
    [InlineData("principals/olga")]
    [InlineData("Groups/finance")]
    [InlineData("approver/olga")]
    [InlineData("operator/ops")]
    [InlineData("teams/red")]
    [InlineData("olga@example.com")]
    [InlineData("Olga O'Neill (payments)")]
    [InlineData("")]
    public async Task Owner_ThatIsANameOrAContact_IsTaken(string owner)
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        await instance.PutAsync("agents", "a", $$"""{"owner":"{{owner}}","sponsor":"{{owner}}"}""");
    }

    [Theory]
    [InlineData("principals/olga/")]
    [InlineData("principals/")]
    [InlineData("principal/olga")]
    [InlineData("group/finance")]
    [InlineData("groups/finance/eu")]
    [InlineData("groups/ finance")]
    [InlineData("/olga")]
    [InlineData("agents/triage")]
    [InlineData("olga, bob")]
    [InlineData("olga;bob")]
    [InlineData("https://example.com/olga")]
    public async Task OwnerOrSponsor_ThatLooksLikeANameAndIsNone_IsRefusedByItsField(string owner)
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        var error = (await instance.TryPutAsync("agents", "a", $$"""{"owner":"{{owner}}","sponsor":"{{owner}}"}""")).Error!;

        Assert.Equal((400, "invalid_resource"), (error.Status, error.Code));
        Assert.Equal(["spec.owner", "spec.sponsor"], error.Details!.Select(static d => d.Path));
        Assert.Contains("principals/ID", error.Message, StringComparison.Ordinal);
    }
}
