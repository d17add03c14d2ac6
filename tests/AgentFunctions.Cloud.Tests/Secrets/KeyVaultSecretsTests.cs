using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Cloud.Tests.Secrets;

/// <summary>Secrets of a vault keep the rules of stored ones: hosts, teams, tenants, overlap; and what a vault adds: caching, outages, states of its own.</summary>
public sealed class KeyVaultSecretsTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Resolve_Set_IsReleasedForItsHostsOnly()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day) with { Tags = new() { ["hosts"] = "api.example.com, Other.example.com:8443" } });

        Assert.Equal("one/", await world.RevealAsync());
        Assert.Equal("one/", await world.RevealAsync(host: "other.example.com:8443"));
        Assert.Null(await world.RevealAsync(host: "other.example.com"));
        Assert.Null(await world.RevealAsync(host: "evil.example.com"));
    }

    [Fact]
    public async Task Resolve_WithoutHosts_GoesNowhereAndSaysSo()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day) with { Tags = [] });

        Assert.Null(await world.RevealAsync());
        Assert.Contains(world.Logs.Lines, static line => line.Contains("no tag 'hosts'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resolve_OfATeam_IsForItsCallsOnly()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day) with { Tags = new() { ["hosts"] = VaultWorld.Host, ["team"] = "a" } });

        Assert.Equal("one/", await world.RevealAsync(team: "a"));
        Assert.Null(await world.RevealAsync(team: "b"));
        Assert.Null(await world.RevealAsync());
    }

    [Fact]
    public async Task Resolve_OfAnotherTenant_NeedsNameAndTag()
    {
        await using var world = new VaultWorld();
        world.Vault.With("acme--key", world.Version("acme's", Day) with { Tags = new() { ["hosts"] = VaultWorld.Host, ["tenant"] = "acme" } });
        world.Vault.With("plain--key", world.Version("default's", Day));
        world.Vault.With("key", world.Version("default's key", Day));

        Assert.Equal("acme's/", await world.RevealAsync(tenant: "acme"));
        Assert.Null(await world.RevealAsync("acme--key"));
        Assert.Null(await world.RevealAsync(tenant: "plain"));
        Assert.Equal("default's/", await world.RevealAsync("plain--key"));
        Assert.Null(await world.RevealAsync(tenant: "beta"));
    }

    [Theory]
    [InlineData(null, 59, "two/one")]
    [InlineData(null, 60, "two/")]
    [InlineData("00:10:00", 9, "two/one")]
    [InlineData("00:10:00", 10, "two/")]
    [InlineData("00:00:00", 0, "two/")]
    [InlineData("soon", 0, "two/")]
    public async Task Resolve_NewVersion_KeepsTheOneBeforeDuringTheOverlap(string? overlap, int minutes, string expected)
    {
        await using var world = new VaultWorld();
        var tags = new Dictionary<string, string> { ["hosts"] = VaultWorld.Host };
        if (overlap is not null) tags["overlap"] = overlap;
        world.Vault.With("key", world.Version("zero", 3 * Day)).With("key", world.Version("one", Day)).With("key", world.Version("two", TimeSpan.FromMinutes(minutes)) with { Tags = tags });

        Assert.Equal(expected, await world.RevealAsync());
    }

    [Fact]
    public async Task Resolve_OverlapEndsWhileRemembered_EndsAtOnce()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day)).With("key", world.Version("two", TimeSpan.FromMinutes(59.5)));
        Assert.Equal("two/one", await world.RevealAsync());

        world.Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("two/", await world.RevealAsync());
    }

    /// <summary>Who may replace a secret may not read it: not by sending the old value to a host of their own that refuses the new one.</summary>
    [Fact]
    public async Task Resolve_NewVersionWithAnotherHostOrTeam_DoesNotTakeTheOneBeforeAlong()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day)).With("key", world.Version("two", TimeSpan.Zero) with { Tags = new() { ["hosts"] = "api.example.com,evil.example" } });
        world.Vault.With("owned", world.Version("one", Day)).With("owned", world.Version("two", TimeSpan.Zero) with { Tags = new() { ["hosts"] = VaultWorld.Host, ["team"] = "a" } });

        Assert.Equal("two/one", await world.RevealAsync());
        Assert.Equal("two/", await world.RevealAsync(host: "evil.example"));
        Assert.Equal("two/", await world.RevealAsync("owned", team: "a"));
    }

    [Fact]
    public async Task Resolve_Unusable_IsNotReleased()
    {
        await using var world = new VaultWorld();
        world.Vault.With("disabled", world.Version("x", Day) with { IsEnabled = false });
        world.Vault.With("expired", world.Version("x", Day) with { Expires = world.Time.GetUtcNow() });
        world.Vault.With("early", world.Version("x", Day) with { NotBefore = world.Time.GetUtcNow() + Day });
        world.Vault.With("deleted", world.Version("x", Day)).Delete("deleted");
        world.Vault.With("old-disabled", world.Version("one", Day) with { IsEnabled = false }).With("old-disabled", world.Version("two", TimeSpan.Zero));

        foreach (var name in (string[])["disabled", "expired", "early", "deleted", "absent", "Not/a name"]) Assert.Null(await world.RevealAsync(name));
        Assert.Equal("two/", await world.RevealAsync("old-disabled"));
    }

    [Fact]
    public async Task Resolve_ExpiresWhileRemembered_EndsAtOnce()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day) with { Expires = world.Time.GetUtcNow().AddSeconds(20) });
        Assert.Equal("one/", await world.RevealAsync());

        world.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Null(await world.RevealAsync());
    }

    [Fact]
    public async Task Resolve_Again_AsksTheVaultOnceInTheCacheLife()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day));
        for (var second = 0; second < 59; second++)
        {
            Assert.Equal("one/", await world.RevealAsync());
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single(world.Vault.Asked);
        world.Vault.With("key", world.Version("two", TimeSpan.Zero));
        world.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("two/one", await world.RevealAsync());
    }

    [Fact]
    public async Task Resolve_FromManySides_AsksTheVaultOnce()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day));

        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => world.RevealAsync(refused: i % 2 == 0)));

        Assert.All(all, static value => Assert.Equal("one/", value));
        Assert.Single(world.Vault.Asked);
    }

    [Fact]
    public async Task Resolve_Refused_AsksTheVaultAgainButNotMoreThanOnceASecond()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day));
        Assert.Equal("one/", await world.RevealAsync());
        world.Time.Advance(TimeSpan.FromSeconds(2));
        world.Vault.With("key", world.Version("two", TimeSpan.Zero));

        Assert.Equal("two/one", await world.RevealAsync(refused: true));
        var asked = world.Vault.Asked.Count;
        Assert.Equal("two/one", await world.RevealAsync(refused: true));
        Assert.Equal(asked, world.Vault.Asked.Count);
    }

    [Fact]
    public async Task Resolve_DeletedOrDisabled_IsOutOfUseAfterTheCacheLife()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day));
        Assert.Equal("one/", await world.RevealAsync());
        world.Vault.Delete("key");

        world.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Null(await world.RevealAsync());
    }

    [Theory]
    [InlineData(429, "1")]
    [InlineData(503, null)]
    public async Task Resolve_VaultBusy_KeepsWhatIsKnownForAWhileAndThenRefuses(int status, string? retryAfter)
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day));
        Assert.Equal("one/", await world.RevealAsync());
        world.Vault.Instead = _ => VaultFake.Error(status, "Throttled", retryAfter is null ? null : "0");

        world.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("one/", await world.RevealAsync());
        world.Time.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => world.RevealAsync());
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => world.RevealAsync("never-seen"));

        world.Vault.Instead = null;
        world.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("one/", await world.RevealAsync());
    }

    [Fact]
    public async Task Resolve_Forbidden_IsNotReleasedAndSaysWhichRoleIsMissing()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day)).Instead = static _ => VaultFake.Error(403, "Forbidden");

        Assert.Null(await world.RevealAsync());
        Assert.Contains(world.Logs.Lines, static line => line.Contains("Key Vault Secrets User", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resolve_VersionsForbidden_StillReleasesTheCurrentOne()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("one", Day)).With("key", world.Version("two", TimeSpan.Zero));
        world.Vault.Instead = static path => path.EndsWith("/versions", StringComparison.Ordinal) ? VaultFake.Error(403, "Forbidden") : null;

        Assert.Equal("two/", await world.RevealAsync());
    }

    [Fact]
    public async Task Store_OfAVault_ListsByNameAndRefusesWrites()
    {
        await using var world = new VaultWorld();
        foreach (var name in (string[])["c", "a", "e", "b"]) world.Vault.With(name, world.Version("x", Day));
        world.Vault.With("e", world.Version("y", TimeSpan.Zero) with { IsEnabled = false });
        world.Vault.With("acme--d", world.Version("x", Day) with { Tags = new() { ["tenant"] = "acme" } });
        var actor = Actor.System(Tenants.Default);

        var first = (await world.Store.ListAsync(actor, 2, null, CancellationToken.None)).Value!;
        var rest = (await world.Store.ListAsync(actor, 2, first.NextCursor, CancellationToken.None)).Value!;
        var put = await world.Store.PutAsync(actor, "a", new SecretWrite("value", [VaultWorld.Host]), CancellationToken.None);
        var delete = await world.Store.DeleteAsync(actor, "a", CancellationToken.None);

        Assert.Equal(["a", "b", "c"], first.Items.Concat(rest.Items).Select(static secret => secret.Name));
        Assert.Null(rest.NextCursor);
        Assert.Equal((405, 405), (put.Error!.Status, delete.Error!.Status));
        Assert.Equal(["api.example.com"], (await world.Store.GetAsync(actor, "a", CancellationToken.None)).Value!.Hosts);
        Assert.Equal(404, (await world.Store.GetAsync(actor, "d", CancellationToken.None)).Error!.Status);
    }

    [Fact]
    public async Task Logs_Ever_ShowNoValue()
    {
        await using var world = new VaultWorld();
        world.Vault.With("key", world.Version("canary-5d1f", Day));
        await world.RevealAsync();
        world.Vault.Instead = static _ => VaultFake.Error(503, "Busy");
        world.Time.Advance(TimeSpan.FromMinutes(2));
        await world.RevealAsync();

        Assert.NotEmpty(world.Logs.Lines);
        Assert.All(world.Logs.Lines, static line => Assert.DoesNotContain("canary-5d1f", line, StringComparison.Ordinal));
    }
}
