using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Tests.Resources;

namespace AgentFunctions.Core.Tests.Keys;

public sealed class KeyLifeTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Issued_HasTheDocumentedForm()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        var key = await instance.IssueAsync();

        Assert.Matches("^ak_default\\.k-[a-z0-9]{12}\\.[0-9A-Za-z]{49}$", key);
    }

    [Fact]
    public async Task Issued_Authenticates_AsItsAgent()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var key = await instance.IssueAsync("k1");

        var caller = (await instance.AuthenticateAsync(key)).Caller!;

        Assert.Equal((new Principal("default", PrincipalKind.Agent, "demo"), "k1", "demo"), (caller.Principal, caller.KeyId, caller.Agent!.Id));
    }

    [Fact]
    public async Task Rotate_WithOverlap_BothWorkUntilItEnds()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var old = await instance.IssueAsync("k1");

        var next = (await instance.Keys.RotateAsync(Actor.System("default"), "k1", TimeSpan.FromHours(1), None)).Value!.Key;

        Assert.Equal(("ok", "ok"), (await instance.VerdictAsync(old), await instance.VerdictAsync(next)));
        instance.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(("invalid_api_key", "ok"), (await instance.VerdictAsync(old), await instance.VerdictAsync(next)));
    }

    [Fact]
    public async Task Rotate_AtOnce_EndsAllEarlierSecrets()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var first = await instance.IssueAsync("k1");
        var second = (await instance.Keys.RotateAsync(Actor.System("default"), "k1", TimeSpan.FromHours(1), None)).Value!.Key;

        var third = (await instance.Keys.RotateAsync(Actor.System("default"), "k1", TimeSpan.Zero, None)).Value!.Key;

        Assert.Equal("invalid_api_key", await instance.VerdictAsync(first));
        Assert.Equal("invalid_api_key", await instance.VerdictAsync(second));
        Assert.Equal("ok", await instance.VerdictAsync(third));
    }

    [Fact]
    public async Task Rotate_TwiceWithinTheOverlap_KeepsWhatWasPromised()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var first = await instance.IssueAsync("k1");
        await instance.Keys.RotateAsync(Actor.System("default"), "k1", TimeSpan.FromHours(1), None);

        await instance.Keys.RotateAsync(Actor.System("default"), "k1", TimeSpan.FromHours(1), None);

        Assert.Equal("ok", await instance.VerdictAsync(first));
    }

    [Fact]
    public async Task Rotate_TooOftenWithinTheOverlap_Is409()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.IssueAsync("k1");
        for (var i = 0; i < 4; i++) Assert.Null((await instance.Keys.RotateAsync(Actor.System("default"), "k1", TimeSpan.FromHours(1), None)).Error);

        Assert.Equal(409, (await instance.Keys.RotateAsync(Actor.System("default"), "k1", TimeSpan.FromHours(1), None)).Error!.Status);
    }

    [Fact]
    public async Task Revoke_IsFinalAndIdempotent()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var key = await instance.IssueAsync("k1");
        var first = (await instance.Keys.RevokeAsync(Actor.System("default"), "k1", None)).Value!;

        var second = (await instance.Keys.RevokeAsync(Actor.System("default"), "k1", None)).Value!;
        var rotated = await instance.Keys.RotateAsync(Actor.System("default"), "k1", TimeSpan.Zero, None);
        await instance.PutAsync("keys", "k1", """{"agent":"demo","expiresAt":"2030-01-01T00:00:00Z"}""");

        Assert.Equal(("revoked", first.ETag), (second.Status, second.ETag));
        Assert.Equal(409, rotated.Error!.Status);
        Assert.Equal("invalid_api_key", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task Declared_HasNoSecretUntilRotated()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var declared = await instance.PutAsync("keys", "k1", """{"agent":"demo"}""");

        var key = (await instance.Keys.RotateAsync(Actor.System("default"), "k1", TimeSpan.FromHours(1), None)).Value!.Key;

        Assert.Equal("pending", declared.Entry.Status);
        Assert.Equal("ok", await instance.VerdictAsync(key));
        Assert.Equal("active", (await instance.Resources.GetAsync(Actor.System("default"), ResourceKinds.Keys, "k1", None)).Value!.Status);
    }

    [Fact]
    public async Task Put_AnotherAgent_IsRefusedAndASpecChangeKeepsTheSecret()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("agents", "other", "{}");
        var key = await instance.IssueAsync("k1");

        var moved = await instance.TryPutAsync("keys", "k1", """{"agent":"other"}""");
        await instance.PutAsync("keys", "k1", """{"agent":"demo","expiresAt":"2030-01-01T00:00:00Z"}""");

        Assert.Equal("spec.agent", moved.Error!.Param);
        Assert.Equal("ok", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task Create_TakenIdOrUnknownAgentOrPast_IsRefused()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.IssueAsync("k1");

        Assert.Equal(409, (await instance.Keys.CreateAsync(Actor.System("default"), "k1", new KeySpec { Agent = "demo" }, None)).Error!.Status);
        Assert.Equal("agent", (await instance.Keys.CreateAsync(Actor.System("default"), null, new KeySpec { Agent = "nobody" }, None)).Error!.Param);
        Assert.Equal("expiresAt", (await instance.Keys.CreateAsync(Actor.System("default"), null, new KeySpec { Agent = "demo", ExpiresAt = instance.Time.GetUtcNow() }, None)).Error!.Param);
        Assert.Equal("id", (await instance.Keys.CreateAsync(Actor.System("default"), "a.b", new KeySpec { Agent = "demo" }, None)).Error!.Param);
    }

    [Fact]
    public async Task Deleted_AndCreatedAgainUnderTheSameId_OldSecretStaysDead()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var old = await instance.IssueAsync("k1");
        await instance.DeleteAsync("keys", "k1");

        var key = await instance.IssueAsync("k1");

        Assert.Equal(("invalid_api_key", "ok"), (await instance.VerdictAsync(old), await instance.VerdictAsync(key)));
    }

    [Fact]
    public async Task LookUp_NamesGenuineKeysOnly()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var key = await instance.IssueAsync("k1");

        Assert.Equal("k1", (await instance.Keys.LookUpAsync(Actor.System("default"), key, None)).Value!.Id);
        Assert.Equal(404, (await instance.Keys.LookUpAsync(Actor.System("default"), KeyFormat.Issue("default", "k1", true), None)).Error!.Status);
        Assert.Equal(404, (await instance.Keys.LookUpAsync(Actor.System("default"), "nonsense", None)).Error!.Status);
        await instance.Keys.RevokeAsync(Actor.System("default"), "k1", None);
        Assert.Equal("revoked", (await instance.Keys.LookUpAsync(Actor.System("default"), key, None)).Value!.Status);
    }

    [Fact]
    public async Task Races_OfRotationsAndRevocations_EndRevoked()
    {
        for (var round = 0; round < 20; round++)
        {
            await using var instance = await new ControlInstance().WithDemoAsync();
            await using var other = instance.Sibling();
            var keys = new List<string> { await instance.IssueAsync("k1") };

            var rotations = Enumerable.Range(0, 3).Select(i => Task.Run(() => (i % 2 == 0 ? instance : other).Keys.RotateAsync(Actor.System("default"), "k1", TimeSpan.FromHours(1), None).AsTask())).ToList();
            var revocation = Task.Run(() => other.Keys.RevokeAsync(Actor.System("default"), "k1", None).AsTask());
            var ticking = Task.WhenAll([.. rotations, revocation]);
            await TestKit.TestWait.UntilAsync(() => Tick(instance, ticking), "racing changes of one key must end");

            keys.AddRange(rotations.Select(r => r.Result.Value?.Key).OfType<string>());
            Assert.Null((await revocation).Error);
            instance.Time.Advance(TimeSpan.FromSeconds(2));
            foreach (var key in keys) Assert.Equal("invalid_api_key", await instance.VerdictAsync(key));
        }
    }

    [Fact]
    public async Task Stored_NeverContainsTheKey()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var key = await instance.IssueAsync("k1");
        var secret = key[(key.LastIndexOf('.') + 1)..];

        var page = await instance.Inner.QueryAsync(new(Core.Documents.DocumentContainer.Resources, "default"), new Core.Documents.DocumentQuery(), None);

        Assert.All(page.Items, d => Assert.DoesNotContain(secret, System.Text.Encoding.UTF8.GetString(d.Body.Span), StringComparison.Ordinal));
    }

    private static bool Tick(ControlInstance instance, Task task)
    {
        instance.Time.Advance(TimeSpan.FromMilliseconds(50));
        return task.IsCompleted;
    }
}
