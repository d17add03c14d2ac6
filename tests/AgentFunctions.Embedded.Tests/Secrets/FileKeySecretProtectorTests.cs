using System.Text;
using AgentFunctions.Embedded.Secrets;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Embedded.Tests.Secrets;

public sealed class FileKeySecretProtectorTests
{
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("canary-0b7e");

    [Fact]
    public void Unprotect_SameOwnerAndName_GivesThePlaintext()
    {
        using var folder = new TemporaryFolder();
        var cipher = Protector(folder).Protect("default", "a", Plain);

        Assert.Equal(Plain, Protector(folder).Unprotect("default", "a", cipher));
        Assert.DoesNotContain("canary", Encoding.Latin1.GetString(cipher), StringComparison.Ordinal);
    }

    [Fact]
    public void Unprotect_OtherOwnerNameKeyOrBits_IsNull()
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        var cipher = Protector(folder).Protect("default", "a", Plain);
        var broken = cipher.ToArray();
        broken[^1] ^= 1;

        Assert.Null(Protector(folder).Unprotect("other", "a", cipher));
        Assert.Null(Protector(folder).Unprotect("default", "b", cipher));
        Assert.Null(Protector(folder).Unprotect("default", "a", broken));
        Assert.Null(Protector(folder).Unprotect("default", "a", cipher.AsSpan(0, 20)));
        Assert.Null(Protector(elsewhere).Unprotect("default", "a", cipher));
    }

    [Fact]
    public void Protect_Twice_GivesDifferentCiphertexts()
    {
        using var folder = new TemporaryFolder();

        Assert.NotEqual(Protector(folder).Protect("default", "a", Plain), Protector(folder).Protect("default", "a", Plain));
    }

    [Fact]
    public void KeyFile_MadeByManyAtOnce_IsOneKeyForItsOwnerOnly()
    {
        const int Makers = 16;
        const int Rounds = 50;
        using var start = new Barrier(Makers);
        for (var round = 0; round < Rounds; round++)
        {
            using var folder = new TemporaryFolder();
            var path = Path.Combine(folder.Data, "secrets.key");
            var keys = new string[Makers];
            var makers = Enumerable.Range(0, Makers).Select(maker => new Thread(() =>
            {
                start.SignalAndWait();
                keys[maker] = Convert.ToHexString(KeyFile.ReadOrCreate(path));
            })).ToList();
            makers.ForEach(static maker => maker.Start());
            makers.ForEach(static maker => maker.Join());

            Assert.Single(keys.Distinct());
            Assert.Single(Directory.EnumerateFiles(folder.Data));
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    private static FileKeySecretProtector Protector(TemporaryFolder folder) => new(Path.Combine(folder.Data, "secrets.key"));
}
