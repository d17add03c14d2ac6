using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Feed;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Embedded.Tests.Resources;

namespace AgentFunctions.Embedded.Tests.Backups;

/// <summary>A restore brings back what was, but nothing that was taken away since.</summary>
public sealed class RestoreTests : RestoreTestBase
{
    [Fact]
    public async Task Restore_UnderARunningHost_KeepsWhatWasTakenAway()
    {
        await using var host = await SeedAsync();
        var (a, b, c, d) = (await host.IssueAsync("a", "agent-a"), await host.IssueAsync("b", "agent-b"), await host.IssueAsync("c", "agent-c"), await host.IssueAsync("d", "agent-d"));
        await host.SetStateAsync("agents", "agent-d", OperatingState.Suspended);
        await BackUpAsync();
        await host.Keys.RevokeAsync(ControlHost.Actor, "a", None);
        var rotated = await host.RotateAsync("b", TimeSpan.Zero);
        await host.SetStateAsync("agents", "agent-c", OperatingState.Killed);
        await host.PutSecretAsync("s", "new");
        await host.SetStateAsync("agents", "agent-d", OperatingState.Active);
        await host.PutAsync("agents", "later");
        var later = await host.IssueAsync("later", "later");

        var report = await RestoreAsync();

        Assert.Equal("invalid_api_key", await host.VerdictAsync(a));
        Assert.Equal("invalid_api_key", await host.VerdictAsync(b));
        Assert.Equal("invalid_api_key", await host.VerdictAsync(rotated));
        Assert.Equal("suspended", await host.VerdictAsync(c));
        Assert.Equal(OperatingState.Killed, (await host.FindAsync("agents", "agent-c"))!.State!.State);
        Assert.Null(await host.RevealAsync("s"));
        Assert.Equal("untouched", await host.RevealAsync("other"));
        Assert.Equal("ok", await host.VerdictAsync(d));
        Assert.Equal("invalid_api_key", await host.VerdictAsync(later));
        Assert.Null(await host.FindAsync("agents", "later"));
        string[] noted = ["keys/a of tenant default stays revoked", "keys/b", "agents/agent-c of tenant default is killed", "secrets/s", "agents/agent-d of tenant default is active"];
        Assert.All(noted, text => Assert.Contains(report.Notes, note => note.Contains(text, StringComparison.Ordinal)));
        await using var another = await ControlHost.OpenAsync(Folder.Data, Time);
        Assert.Equal("invalid_api_key", await another.VerdictAsync(a));
        Assert.Equal("ok", await another.VerdictAsync(d));
    }

    [Fact]
    public async Task Restore_ThenGoingOn_TakesChangesAndANewSecret()
    {
        await using var host = await SeedAsync();
        await BackUpAsync();
        await host.PutSecretAsync("s", "new");
        var before = await SequenceAsync(host);

        await RestoreAsync();
        await host.PutSecretAsync("s", "newest");

        Assert.Equal("newest", await host.RevealAsync("s"));
        Assert.True(await SequenceAsync(host) > before + 1, "sequences never go back, or what others know of them would be wrong");
        await host.PutAsync("agents", "agent-a", """{"owner":"x"}""");
        var changes = (await host.Get<ChangeFeed>().ListAsync(ControlHost.Actor, null, null, 500, null, None)).Value!;
        Assert.Contains(changes.Items, change => change.By == "restore");
        Assert.NotNull(await host.FindAsync("agents", "agent-a"));
    }

    [Fact]
    public async Task Restore_OfTheSameBackupTwice_KeepsWhatWasTakenAwayBefore()
    {
        await using var host = await SeedAsync();
        var a = await host.IssueAsync("a", "agent-a");
        await BackUpAsync();
        await host.Keys.RevokeAsync(ControlHost.Actor, "a", None);

        await RestoreAsync();
        await RestoreAsync();

        Assert.Equal("invalid_api_key", await host.VerdictAsync(a));
    }

    [Fact]
    public async Task Restore_RotatedWithOverlap_LetsTheOldSecretEndWhenItWasTo()
    {
        await using var host = await SeedAsync();
        var b = await host.IssueAsync("b", "agent-b");
        await BackUpAsync();
        await host.RotateAsync("b", TimeSpan.FromHours(1));

        await RestoreAsync();

        Assert.Equal("ok", await host.VerdictAsync(b));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("invalid_api_key", await host.VerdictAsync(b));
    }

    [Fact]
    public async Task Restore_KeyAndSecretDeleted_StayOutOfUse()
    {
        await using var host = await SeedAsync();
        var a = await host.IssueAsync("a", "agent-a");
        await BackUpAsync();
        await host.Get<ResourceStore>().DeleteAsync(ControlHost.Actor, ResourceKinds.Keys, "a", null, None);
        Assert.Null((await host.Secrets.DeleteAsync(ControlHost.Actor, "s", None)).Error);

        await RestoreAsync();

        Assert.Equal("invalid_api_key", await host.VerdictAsync(a));
        Assert.Null(await host.RevealAsync("s"));
    }
}
