using AgentFunctions.Core.Context;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Gateway.Models;
using AgentFunctions.Gateway.Models.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Gateway.Tests.Models.Tokens;

public sealed class TokenMeterTests
{
    // The vocabularies split it differently: who counts with the wrong one gets another number.
    private const string Text = "Привет, как дела? Сегодня хорошая погода.";

    private static readonly TokenCounter Counter = new();
    private static readonly TokenMeter Meter = new(Counter);

    [Theory]
    [InlineData("gpt-4", TokenEncoding.Cl100kBase)]
    [InlineData("openai/gpt-3.5-turbo", TokenEncoding.Cl100kBase)]
    [InlineData("gpt-4o-mini", TokenEncoding.O200kBase)]
    [InlineData("an-alias", TokenEncoding.O200kBase)]
    [InlineData(null, TokenEncoding.O200kBase)]
    public void Count_Model_UsesItsVocabulary(string? model, object encoding) => Assert.Equal(Counter.Count((TokenEncoding)encoding, Text), Meter.Count(model, Text));

    [Fact]
    public void Count_Vocabularies_Differ() => Assert.NotEqual(Meter.Count("gpt-4", Text), Meter.Count("gpt-4o", Text));

    [Fact]
    public void AddModelGateway_Assembler_HasAMeter()
    {
        using var services = new ServiceCollection().AddModelGateway().BuildServiceProvider();
        Assert.NotNull(services.GetRequiredService<ITokenMeter>());
        Assert.NotNull(services.GetRequiredService<ContextAssembler>());
    }
}
