using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.TenantDirectory;

namespace AgentFunctions.Core.Tests.Resources.TenantDirectory;

public sealed class TenantTests
{
    private static readonly Actor Platform = Actor.System("default");
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Put_ByThePlatform_OpensATenantThatCanBeWorkedIn()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        await instance.PutAsync("tenants", "contoso", """{"displayName":"Contoso"}""");

        Assert.Equal(["contoso", "default"], await TenantsAsync(instance));
        Assert.Equal("contoso", (await instance.AuthenticateAsync(ControlInstance.AdminKey, "contoso")).Caller!.ControlPlane.TenantId);
    }

    [Fact]
    public async Task Put_ByAnOperator_IsRefused()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var ops = ControlInstance.ActorOf(PrincipalKind.Operator);

        Assert.Equal("not_entitled", (await instance.Resources.PutAsync(ops, ResourceKinds.Tenants, "contoso", """{"spec":{}}"""u8.ToArray(), default, None)).Error!.Code);
        Assert.Equal("not_entitled", (await instance.Resources.PutAsync(ops, ResourceKinds.Tenants, "default", """{"spec":{}}"""u8.ToArray(), default, None)).Error!.Code);
        Assert.Equal(["default"], await TenantsAsync(instance));
    }

    [Fact]
    public async Task List_ByAnOperator_IsTheirOwn()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("tenants", "contoso", "{}");
        await instance.PutAsync("tenants", "a-first", "{}");

        var page = (await instance.Resources.ListAsync(ControlInstance.ActorOf(PrincipalKind.Operator), ResourceKinds.Tenants, null, null, None)).Value!;

        Assert.Equal(["default"], page.Items.Select(i => i.Id));
        Assert.Equal(404, (await instance.Resources.GetAsync(ControlInstance.ActorOf(PrincipalKind.Operator), ResourceKinds.Tenants, "contoso", None)).Error!.Status);
    }

    [Fact]
    public async Task Delete_OfOneThatHoldsSomething_Is409AndOfAnEmptyOneEndsIt()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("tenants", "contoso", "{}");
        var there = Actor.System("contoso");
        await instance.Resources.PutAsync(there, ResourceKinds.Teams, "t", """{"spec":{}}"""u8.ToArray(), default, None);

        var full = await instance.Resources.DeleteAsync(Platform, ResourceKinds.Tenants, "contoso", null, None);
        await instance.Resources.DeleteAsync(there, ResourceKinds.Teams, "t", null, None);
        await instance.SecretStore.PutAsync(there, "s", new Core.Secrets.SecretWrite("v", ["a.example"]), None);
        var holdsASecret = await instance.Resources.DeleteAsync(Platform, ResourceKinds.Tenants, "contoso", null, None);
        await instance.SecretStore.DeleteAsync(there, "s", None);
        var empty = await instance.Resources.DeleteAsync(Platform, ResourceKinds.Tenants, "contoso", null, None);

        Assert.Equal("in_use", full.Error!.Code);
        Assert.Contains("secrets/s", holdsASecret.Error!.Details.Select(d => d.Message).Append(holdsASecret.Error.Message).Aggregate((a, b) => a + b), StringComparison.Ordinal);
        Assert.Null(empty.Error);
        Assert.Equal(["default"], await TenantsAsync(instance));
        instance.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(404, (await instance.AuthenticateAsync(ControlInstance.AdminKey, "contoso")).Error!.Status);
        Assert.Equal("conflict", (await instance.Resources.DeleteAsync(Platform, ResourceKinds.Tenants, "default", null, None)).Error!.Code);
    }

    [Fact]
    public async Task Delete_ThenCreated_StartsEmptyAndOldKeysStayDead()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("tenants", "contoso", "{}");
        var there = Actor.System("contoso");
        await instance.Resources.PutAsync(there, ResourceKinds.Agents, "a", """{"spec":{}}"""u8.ToArray(), default, None);
        var key = (await instance.Keys.CreateAsync(there, "k", new KeySpec { Agent = "a" }, None)).Value!.Key;
        await instance.Resources.DeleteAsync(there, ResourceKinds.Keys, "k", null, None);
        await instance.Resources.DeleteAsync(there, ResourceKinds.Agents, "a", null, None);
        Assert.Null((await instance.Resources.DeleteAsync(Platform, ResourceKinds.Tenants, "contoso", null, None)).Error);

        await instance.PutAsync("tenants", "contoso", "{}");
        await instance.Resources.PutAsync(there, ResourceKinds.Agents, "a", """{"spec":{}}"""u8.ToArray(), default, None);
        await instance.Keys.CreateAsync(there, "k", new KeySpec { Agent = "a" }, None);
        instance.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("invalid_api_key", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task Put_ProcessGoneAtAnyOperation_NothingHalfIsShownAndPuttingItAgainWorks()
    {
        for (var dieAt = 1; ; dieAt++)
        {
            await using var dying = await new ControlInstance().WithDemoAsync();
            var operations = 0;
            dying.Store.Before = () => Interlocked.Increment(ref operations) >= dieAt ? throw new DocumentStoreUnavailableException("killed") : Task.CompletedTask;
            try
            {
                await dying.TryPutAsync("tenants", "contoso", """{"displayName":"C"}""");
            }
            catch (DocumentStoreUnavailableException)
            {
                // Killed here.
            }

            await using var next = dying.Sibling();
            foreach (var shown in (await next.Resources.ListAsync(Platform, ResourceKinds.Tenants, null, null, None)).Value!.Items.Where(t => t.Id == "contoso"))
                Assert.Equal("""{"displayName":"C"}""", shown.Spec.GetRawText());
            await next.PutAsync("tenants", "contoso", """{"displayName":"D"}""");
            Assert.Equal(["contoso", "default"], await TenantsAsync(next));
            if (operations < dieAt) return;
        }
    }

    private static async Task<List<string>> TenantsAsync(ControlInstance instance)
    {
        var ids = new List<string>();
        await foreach (var id in instance.Get<ITenantDirectory>().ListAsync(None)) ids.Add(id);
        Assert.Equal(ids, (await instance.Resources.ListAsync(Platform, ResourceKinds.Tenants, null, null, None)).Value!.Items.Select(i => i.Id));
        return ids;
    }
}
