using AgentFunctions.LocalHost.CommandLine;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

public sealed class ArgumentsParserTests
{
    [Fact]
    public void Parse_Nothing_IsLoopbackAndTheDefaultFolder()
    {
        var arguments = ArgumentsParser.Parse([], "/home/me").Arguments!;

        Assert.Equal("http://127.0.0.1:7071", arguments.Urls);
        Assert.Equal("/home/me/.agentfunctions", arguments.DataFolder);
        Assert.Null(arguments.ManifestsFolder);
    }

    [Fact]
    public void Parse_BothForms_AreTaken()
    {
        var arguments = ArgumentsParser.Parse(["--urls=http://127.0.0.1:8080", "--data", "d", "--manifests", "/m"], "/home/me").Arguments!;

        Assert.Equal(new LocalHostArguments("http://127.0.0.1:8080", "/home/me/d", "/m"), arguments);
    }

    [Theory]
    [InlineData("--unknown")]
    [InlineData("positional")]
    [InlineData("--urls")]
    [InlineData("--urls", "127.0.0.1:80")]
    [InlineData("--urls", "ftp://127.0.0.1")]
    [InlineData("--urls", "http://example.com:8080")]
    [InlineData("--urls", "http://127.0.0.1/path")]
    [InlineData("--data", "--urls")]
    [InlineData("--data", "a", "--data", "b")]
    public void Parse_Mistake_ExitsWith2AndNamesIt(params string[] args)
    {
        var result = ArgumentsParser.Parse(args, "/");

        Assert.Null(result.Arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(args[0], result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Help_ExitsWith0()
    {
        var result = ArgumentsParser.Parse(["--help"], "/");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--manifests", result.Text, StringComparison.Ordinal);
    }
}
