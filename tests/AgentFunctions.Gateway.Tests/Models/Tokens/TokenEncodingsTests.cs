using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Tokens;

namespace AgentFunctions.Gateway.Tests.Models.Tokens;

public sealed class TokenEncodingsTests
{
    [Theory]
    [InlineData("gpt-4o", TokenEncoding.O200kBase)]
    [InlineData("gpt-4o-mini-2024-07-18", TokenEncoding.O200kBase)]
    [InlineData("openai/gpt-4.1-mini", TokenEncoding.O200kBase)]
    [InlineData("ft:gpt-4o-mini-2024-07-18:acme::abc", TokenEncoding.O200kBase)]
    [InlineData("GPT-5.2", TokenEncoding.O200kBase)]
    [InlineData("o1", TokenEncoding.O200kBase)]
    [InlineData("o3-mini", TokenEncoding.O200kBase)]
    [InlineData("o4-mini", TokenEncoding.O200kBase)]
    [InlineData("gpt-4", TokenEncoding.Cl100kBase)]
    [InlineData("gpt-4-turbo", TokenEncoding.Cl100kBase)]
    [InlineData("gpt-35-turbo", TokenEncoding.Cl100kBase)]
    [InlineData("gpt-3.5-turbo-0125", TokenEncoding.Cl100kBase)]
    [InlineData("text-embedding-3-small", TokenEncoding.Cl100kBase)]
    [InlineData("o100", null)]
    [InlineData("gpt-4x", null)]
    [InlineData("claude-sonnet-5", null)]
    [InlineData("my-gpt-4o", null)]
    internal void Of_Name_IsItsFamilys(string deployment, TokenEncoding? encoding) => Assert.Equal(encoding, TokenEncodings.Of(new TargetSpec { Provider = "p" }, deployment));

    [Fact]
    public void Of_DeclaredEncoding_WinsOverTheName()
    {
        Assert.Equal(TokenEncoding.Cl100kBase, TokenEncodings.Of(new TargetSpec { Provider = "p", Encoding = "cl100k_base" }, "gpt-4o"));
        Assert.Equal(TokenEncoding.O200kBase, TokenEncodings.Of(new TargetSpec { Provider = "p", Encoding = "o200k_base" }, "mine"));
    }
}
